/** The order of paragraphs: fractional indices, ties by id. */
import { generateKeyBetween } from 'fractional-indexing'

export interface Ordered { id: string; order: string }

export const inOrder = (a: Ordered, b: Ordered): number =>
  a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0

/** An index after `after` (null: at the start) and before its next neighbour. `sorted` must be in order. */
export function orderAfter(sorted: readonly Ordered[], after: string | null, moving?: string): string {
  const others = moving === undefined ? sorted : sorted.filter(p => p.id !== moving)
  const at = after === null ? -1 : others.findIndex(p => p.id === after)
  if (after !== null && at < 0) return generateKeyBetween(others.at(-1)?.order ?? null, null)
  const low = at < 0 ? null : others[at]!.order
  // Neighbours with equal indices (two people inserted at once) leave no room between them.
  const next = others.slice(at + 1).find(p => low === null || p.order > low)
  return generateKeyBetween(low, next?.order ?? null)
}
