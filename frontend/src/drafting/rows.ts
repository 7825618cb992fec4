/** Rows of tables: cells parted by bars (mirrors adref/drafting/rows.py; golden cases in fixtures/rows.json). */
export const ROW = 'row' as const
export const HEAD = 1
const BAR = /\\\||(\|)/g

/** Where the bars stand that part cells (UTF-16 units). */
export function bars(words: string): number[] {
  return [...words.matchAll(BAR)].filter(found => found[1]).map(found => found.index)
}

/** The runs of each cell, without the spaces at its edges; a bar of the words is one again. */
export function cellsOf<R extends { t: string }>(runs: readonly R[]): R[][] {
  const ends = bars(runs.map(run => run.t).join(''))
  const cells: R[][] = [[]]
  let at = 0
  for (const run of runs) {
    let low = at
    for (const end of ends.filter(end => at <= end && end < at + run.t.length)) {
      cells[cells.length - 1]!.push({ ...run, t: run.t.slice(low - at, end - at) })
      cells.push([])
      low = end + 1
    }
    cells[cells.length - 1]!.push({ ...run, t: run.t.slice(low - at) })
    at += run.t.length
  }
  return cells.map(printed)
}

function printed<R extends { t: string }>(cell: R[]): R[] {
  const out = cell.map(run => ({ ...run, t: run.t.replaceAll('\\|', '|') })).filter(run => run.t)
  while (out.length && !out[0]!.t.trim()) out.shift()
  while (out.length && !out[out.length - 1]!.t.trim()) out.pop()
  if (out.length) {
    out[0]!.t = out[0]!.t.trimStart()
    out[out.length - 1]!.t = out[out.length - 1]!.t.trimEnd()
  }
  return out
}

/** How wide a table is: as most of its rows are. */
export function columns(counts: readonly number[]): number {
  const times = (count: number): number => counts.filter(other => other === count).length
  return [...counts].sort((a, b) => times(b) - times(a) || b - a)[0] ?? 1
}

interface Printed { kind: string; level: number; runs: ReadonlyArray<{ t: string }> }
export interface TableOf<P> { rows: P[]; head: number; columns: number }

/** Paragraphs in order, neighbouring rows together; a row of a head after other rows begins another table. */
export function withTables<P extends Printed>(paragraphs: readonly P[]): Array<P | TableOf<P>> {
  const out: Array<P | TableOf<P>> = []
  let table: TableOf<P> | null = null
  for (const p of paragraphs) {
    if (p.kind !== ROW) { table = null; out.push(p); continue }
    const isHead = p.level >= HEAD
    if (!table || (isHead && table.head < table.rows.length)) out.push((table = { rows: [], head: 0, columns: 1 }))
    table.rows.push(p)
    if (isHead) table.head += 1
    table.columns = columns(table.rows.map(row => cellsOf(row.runs).length))
  }
  return out
}

/** The cells of a row, each with the columns that it takes; alternatives of several cells share the last one. */
export function placedCells<R extends { t: string }>(runs: readonly R[], wide: number): Array<{ runs: R[]; span: number }> {
  let cells = cellsOf(runs)
  if (cells.length > wide) {
    const rest = cells.slice(wide - 1)
    const joined = rest.flatMap((cell, i) => (i && rest[0]!.length ? [{ ...(cell[0] ?? rest[0]![0]!), t: ' | ' }, ...cell] : cell))
    cells = [...cells.slice(0, wide - 1), joined]
  }
  return cells.map((cell, i) => ({ runs: cell, span: i === cells.length - 1 ? wide - i : 1 }))
}
