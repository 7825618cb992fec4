import { describe, expect, it } from 'vitest'
import type { Head, Row, Run } from './comparing'
import { holds, isTable, itemsOf, runsOf, type Item, type Part } from './comparingTables'

const head = (id: string, kind = 'row', level = 0): Head => ({ id, kind, level, label: '', name: id })
const row = (id: string, words: string, more: Partial<Row> = {}): Row => ({ fate: 'kept', name: id, before: [head(id)], after: [head(id)], runs: [{ t: words }], ...more })
const line = (id: string, altered = false): Row => ({ ...row(id, id), before: [head(id, 'op')], after: [head(id, 'op')], altered })
const top = row('h', 'Year | Share', { before: [head('h', 'row', 1)], after: [head('h', 'row', 1)] })
const changed = row('b', '', { fate: 'changed', altered: true, runs: [{ t: '2035 | ' }, { t: '5', fate: 'struck' }, { t: '7', fate: 'inserted' }] })
const widened = row('c', '', { fate: 'changed', altered: true, runs: [{ t: '2040 | 9' }, { t: ' | levy', fate: 'inserted' }] })

const shape = (item: Item): unknown =>
  typeof item === 'number' ? item : isTable(item) ? { head: item.head, columns: item.columns, rows: item.parts.map(p => (typeof p === 'number' ? p : `${p.index} ${p.row.fate}`)) } : `${item.index} ${item.row.fate}`
const words = (runs: Run[]): string => runs.map(run => run.t).join('')

describe('tables of a comparison', () => {
  it('[D24] neighbouring rows are one table with its head; a head after other rows begins another', () => {
    const items = itemsOf([line('x'), top, row('a', '2030 | 5'), top, row('d', '1 | 2'), line('y')], 'inline')
    expect(items.map(shape)).toEqual(['0 kept', { head: 1, columns: 2, rows: ['1 kept', '2 kept'] }, { head: 1, columns: 2, rows: ['3 kept', '4 kept'] }, '5 kept'])
    expect(items.map(item => holds(item, 2))).toEqual([false, true, false, false])
  })

  it('[D24] a row whose cells come or go is struck and comes anew, under one anchor', () => {
    const [table] = itemsOf([top, widened], 'inline')
    expect(shape(table!)).toEqual({ head: 1, columns: 2, rows: ['0 kept', '1 removed', '1 new'] })
    const parts = isTable(table!) ? (table.parts as Part[]) : []
    expect(parts.map(part => [part.first, words(part.row.runs), part.row.runs[0]?.fate])).toEqual([[true, 'Year | Share', undefined], [true, '2040 | 9', 'struck'], [false, '2040 | 9 | levy', 'inserted']])
  })

  it('[D24] a paragraph that becomes a row stands before the table', () => {
    const other: Row = { ...changed, reshaped: true, before: [head('b', 'op')] }
    expect(itemsOf([other], 'inline').map(shape)).toEqual(['0 removed', { head: 0, columns: 2, rows: ['0 new'] }])
  })

  it('[D51] changes only: what lies between is counted, not lost; a table keeps its head', () => {
    const same = [row('a', '1 | 2'), row('e', '3 | 4')]
    expect(itemsOf([line('x'), line('z', true), line('y'), top, ...same, changed, ...same.slice(1)], 'changes').map(shape)).toEqual([1, '1 kept', 1, { head: 1, columns: 2, rows: ['3 kept', 2, '6 changed', 1] }])
    expect(itemsOf([top, ...same, line('x')], 'changes')).toEqual([4])
  })

  it('[D51] each side has its own words', () => {
    expect(words(runsOf(changed, 'before'))).toBe('2035 | 5')
    expect(words(runsOf(changed, 'after'))).toBe('2035 | 7')
  })
})
