// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'
import { withRows } from './pastedTables'

const rowsOf = (html: string): string[] => {
  const page = new DOMParser().parseFromString(withRows(html), 'text/html')
  return [...page.querySelectorAll<HTMLElement>('[data-kind=row]')].map(row => `${row.dataset.level} ${row.innerHTML}`)
}

describe('[E30] tables of what is pasted', () => {
  it('each row is a paragraph with its cells parted by bars, the head known', () => {
    expect(rowsOf('<p>x</p><table><thead><tr><th>Year</th><th>Share</th></tr></thead><tbody><tr><td>2030</td><td><b>5</b> per cent</td></tr></tbody></table>')).toEqual(['1 Year | Share', '0 2030 | <b>5</b> per cent'])
  })

  it('merged cells leave empty ones; several lines of a cell are one; its own bars part nothing', () => {
    expect(rowsOf('<table><tr><td rowspan="2">a</td><td colspan="2"><p> b </p><p>c</p></td></tr><tr><td>d | e</td><td>f<br>g</td></tr></table>')).toEqual(['0 a | b c | ', '0  | d \\| e | f g'])
  })

  it('what only lays a page out is no table', () => {
    expect(rowsOf('<table><tr><td><p>one</p></td></tr><tr><td>two</td></tr></table>')).toEqual([])
    expect(withRows('<p>no table</p>')).toBe('<p>no table</p>')
  })

  it('a table in a cell goes into the words of the cell', () => {
    expect(rowsOf('<table><tr><td>a</td><td><table><tr><td>b</td><td>c</td></tr></table></td></tr></table>')).toEqual(['0 a | b \\| c'])
  })

  it('nothing of it runs, and lying spans end', () => {
    expect(rowsOf(`<table><tr><td colspan="999999" onclick="alert(1)">a</td><td><img src=x onerror="alert(1)">b</td></tr></table>`)[0]?.split('|')).toHaveLength(101)
  })
})
