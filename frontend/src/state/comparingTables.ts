/** The tables of a comparison: its rows in order, those of tables together (mirrors adref/server/formats/redline_tables.py). */
import { bars, cellsOf, columns, HEAD, ROW } from '../drafting/rows'
import { isBreak, type Head, type Layout, type Row, type Run, type Seen } from './comparing'

/** A row as it is shown; `index` is that of the comparison's row, `first` among the parts of it. */
export interface Part { index: number; row: Row; first: boolean }
/** Neighbouring rows, of which the first `head` are the head; a number is that many rows left out. */
export interface Table { parts: Array<Part | number>; head: number; columns: number }
/** What the page shows in order; a number is that many paragraphs left out. */
export type Item = Part | Table | number

export const isTable = (item: Item): item is Table => typeof item !== 'number' && 'parts' in item
export const headOf = (row: Row): Head | undefined => (row.fate === 'departed' ? row.before[0] : (row.after[0] ?? row.before[0]))
export const holds = (item: Item, index: number): boolean =>
  typeof item !== 'number' && (isTable(item) ? item.parts.some(part => typeof part !== 'number' && part.index === index) : item.index === index)
export const keyOf = (item: Item, at: number): string => {
  const first = typeof item === 'number' ? 'gap' : isTable(item) ? item.parts.find(part => typeof part !== 'number')?.index : item.index
  return `${first} ${at}`
}

export function itemsOf(rows: readonly Row[], layout: Layout): Item[] {
  const items: Array<Part | Table> = []
  let open: Part[] = []
  const close = (): void => {
    if (open.length) items.push(tableOf(open))
    open = []
  }
  for (const part of rows.flatMap((row, index) => partsOf(row).map((row, n): Part => ({ index, row, first: n === 0 })))) {
    const head = headOf(part.row)
    if (head?.kind !== ROW) {
      close()
      items.push(part)
      continue
    }
    const before = open.at(-1)
    if (before && head.level >= HEAD && (headOf(before.row)?.level ?? 0) < HEAD) close()
    open.push(part)
  }
  close()
  return layout === 'changes' ? changesOf(items) : items
}

function tableOf(parts: Part[]): Table {
  const firstOfBody = parts.findIndex(part => (headOf(part.row)?.level ?? 0) < HEAD)
  const counts = parts.filter(part => part.row.fate !== 'departed').map(part => cellsOf(part.row.runs).length)
  return { parts, head: Math.max(firstOfBody, 0), columns: columns(counts.length ? counts : [1]) }
}

/** Only what differs; of a table in which something does, the head too. */
function changesOf(items: ReadonlyArray<Part | Table>): Item[] {
  const out: Item[] = []
  let skipped = 0
  const show = (item: Item): void => {
    if (skipped) out.push(skipped)
    skipped = 0
    out.push(item)
  }
  for (const item of items) {
    if (!isTable(item)) {
      if (item.row.altered) show(item)
      else skipped += 1
    } else if (item.parts.some(isAltered)) show({ ...item, parts: altered(item) })
    else skipped += item.parts.length
  }
  return skipped ? [...out, skipped] : out
}

const isAltered = (part: Part | number): boolean => typeof part !== 'number' && part.row.altered === true

function altered(table: Table): Array<Part | number> {
  const out: Array<Part | number> = []
  table.parts.forEach((part, at) => {
    const last = out.at(-1)
    if (at < table.head || isAltered(part)) out.push(part)
    else if (typeof last === 'number') out[out.length - 1] = last + 1
    else out.push(1)
  })
  return out
}

/** What goes and what comes, where a row cannot stay one row of a table: cells came or went, or it was no row. */
function partsOf(row: Row): Row[] {
  const heads = [...row.before, ...row.after]
  if (row.fate === 'departed' || !row.before.length || !row.after.length || heads.every(head => head.kind !== ROW)) return [row]
  const several = heads.length > 2
  if (!several && !row.reshaped && !row.runs.some(run => run.fate && bars(run.t).length)) return [row]
  const old = row.runs.filter(run => run.fate !== 'inserted').map((run): Run => ({ ...asItWas(run), fate: 'struck' }))
  const now = row.runs.filter(run => run.fate !== 'struck').map(({ was: _, ...run }): Run => ({ ...run, fate: 'inserted' }))
  const { moved: _, place: __, ...still } = row
  const gone = paragraphs(old).map((runs, at): Row => ({ ...still, fate: 'removed', before: row.before.slice(at, at + 1), after: [], runs }))
  const come = paragraphs(now).map((runs, at): Row => ({ ...row, fate: 'new', before: [], after: row.after.slice(at, at + 1), runs }))
  return [...gone, ...come]
}

const asItWas = ({ was, ...run }: Run): Run => (was ? { ...run, m: was } : run)

function paragraphs(runs: readonly Run[]): Run[][] {
  const out: Run[][] = [[]]
  for (const run of runs) {
    if (isBreak(run)) out.push([])
    else out.at(-1)!.push(run)
  }
  return out
}

/** The runs of a row of a table as one side, or both, have it. */
export function runsOf(row: Row, seen: Seen): Run[] {
  if (seen === 'before') return row.runs.filter(run => run.fate !== 'inserted').map(run => (run.was ? { ...run, m: run.was } : run))
  return seen === 'after' ? row.runs.filter(run => run.fate !== 'struck') : row.runs
}
