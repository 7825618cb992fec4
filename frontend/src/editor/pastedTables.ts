/** Tables of what is pasted, as rows: cells parted by bars (see drafting/rows). */
import { ROW } from '../drafting/rows'

const BETWEEN = ' | '

/** The markup with each row of a table as one paragraph of that kind; a table of a single column is no table. */
export function withRows(html: string): string {
  if (!/<table/i.test(html)) return html
  const page = new DOMParser().parseFromString(html, 'text/html') // makes no element live: nothing runs and nothing is fetched
  for (const table of [...page.querySelectorAll('table')].reverse()) {
    const grid = cellsOf(table)
    if (grid.some(cells => cells.length > 1)) table.replaceWith(...grid.map((cells, at) => rowOf(page, cells, isHead(table, at))))
  }
  return page.body.innerHTML
}

/** The cells of each row; where one goes on over others, these are empty. */
function cellsOf(table: HTMLTableElement): Array<Array<HTMLTableCellElement | null>> {
  const below: number[] = [] // for each column, how many rows more it is taken by a cell above
  return [...table.rows].map(row => {
    const cells: Array<HTMLTableCellElement | null> = []
    const fill = (): void => {
      while ((below[cells.length] ?? 0) > 0) {
        below[cells.length]! -= 1
        cells.push(null)
      }
    }
    for (const cell of row.cells) {
      fill()
      const [wide, high] = [Math.min(cell.colSpan, WIDEST), cell.rowSpan]
      for (let at = 0; at < wide; at++) {
        below[cells.length] = high - 1
        cells.push(at ? null : cell)
      }
    }
    fill()
    return cells
  })
}

const WIDEST = 100 // columns; what claims more is no table of a text

/** Rows of the head, and rows of nothing but heads that stand first. */
function isHead(table: HTMLTableElement, at: number): boolean {
  const rows = [...table.rows].slice(0, at + 1)
  const heads = rows.every(row => row.parentElement?.localName === 'thead' || [...row.cells].every(cell => cell.localName === 'th'))
  return heads && at + 1 < table.rows.length
}

function rowOf(page: Document, cells: ReadonlyArray<HTMLTableCellElement | null>, head: boolean): HTMLElement {
  const row = page.createElement('p')
  row.dataset.kind = ROW
  row.dataset.level = head ? '1' : '0'
  cells.forEach((cell, at) => {
    if (at) row.append(BETWEEN)
    if (cell) row.append(...wordsOf(page, cell))
  })
  return row
}

const BLOCKS = 'p, div, li, br, h1, h2, h3, h4, h5, h6, blockquote, pre'

/** The words of a cell with their marks, as one line; a bar in them parts nothing. */
function wordsOf(page: Document, cell: HTMLElement): Node[] {
  for (const block of [...cell.querySelectorAll(BLOCKS)].reverse()) {
    const space = page.createTextNode(' ')
    if (block.localName === 'br') block.replaceWith(space)
    else block.replaceWith(space, ...block.childNodes, page.createTextNode(' '))
  }
  const walk = page.createTreeWalker(cell, NodeFilter.SHOW_TEXT)
  const texts: Text[] = []
  while (walk.nextNode()) texts.push(walk.currentNode as Text)
  let spaced = true // no space stands first, nor beside another
  for (const text of texts) {
    const words = text.data.replace(/\s+/g, ' ').replaceAll('|', '\\|')
    text.data = spaced ? words.trimStart() : words
    if (text.data) spaced = text.data.endsWith(' ')
  }
  for (const text of texts.reverse()) {
    text.data = text.data.trimEnd()
    if (text.data) break
  }
  return [...cell.childNodes]
}
