import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cellsOf, placedCells, withTables } from './rows'

interface Case { words: string; cells: string[] }
const golden = JSON.parse(readFileSync(new URL('../../../fixtures/rows.json', import.meta.url), 'utf8')) as Case[]
const words = (cell: Array<{ t: string }>): string => cell.map(run => run.t).join('')
const row = (t: string, level = 0) => ({ kind: 'row', level, runs: [{ t }] })

describe('rows', () => {
  it.each(golden)('[B30] golden case $words', ({ words: said, cells }) => {
    expect(cellsOf([{ t: said }]).map(words)).toEqual(cells)
  })

  it('[B30] runs keep what they are, also where a bar cuts one', () => {
    expect(cellsOf([{ t: 'a | b', fate: 'struck' }, { t: ' c', fate: 'kept' }])).toEqual([
      [{ t: 'a', fate: 'struck' }],
      [{ t: 'b', fate: 'struck' }, { t: ' c', fate: 'kept' }],
    ])
  })

  it('[B31] neighbouring rows are one table, and a head begins another', () => {
    const text = [{ kind: 'op', level: 0, runs: [{ t: 'x' }] }, row('a | b', 1), row('c | d'), row('e | f', 1), row('g | h')]
    expect(withTables(text).map(item => ('rows' in item ? [item.rows.length, item.head, item.columns] : 'x'))).toEqual(['x', [2, 1, 2], [2, 1, 2]])
  })

  it('[B32] alternatives of several cells go on over the rest of the row', () => {
    const cells = placedCells([{ t: '[2030 | 5][2031 | 6 - A]' }], 2)
    expect(cells.map(cell => [words(cell.runs), cell.span])).toEqual([['[2030', 1], ['5][2031 | 6 - A]', 1]])
    expect(placedCells([{ t: 'alone' }], 3).map(cell => cell.span)).toEqual([3])
  })
})
