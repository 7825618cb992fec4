/** Who has the text open, as the floor tells it. */
import { derived, type Readable } from 'svelte/store'
import type { Room } from './types'

type People = Room['people'] extends Readable<infer T> ? T : never
type Person = People[string][number]
export type HerePeople = Readonly<Record<string, Person>> // by seat
export interface HereNews { all?: Person[]; came?: Person[]; left?: string[] }

const bySeat = (people: readonly Person[]): Record<string, Person> => Object.fromEntries(people.map(p => [p.seat, p]))

/** `all` is told on entering, `came` and `left` afterwards. */
export function hereAfter(people: HerePeople, { all, came, left }: HereNews): HerePeople {
  const now = { ...(all ? bySeat(all) : people), ...bySeat(came ?? []) }
  for (const seat of left ?? []) delete now[seat]
  return now
}

/** Everybody on the floor, beside those who show a cursor in one of the documents. */
export function everybody(people: Readable<People>, here: Readable<HerePeople>, floor: string): Readable<People> {
  return derived([people, here], ([shown, all]) => ({ ...shown, [floor]: Object.values(all) }))
}
