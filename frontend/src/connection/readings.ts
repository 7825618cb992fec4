/** The working text, the drafts and the people as stores, read off the compartments. */
import { writable, type Readable } from 'svelte/store'
import type { Awareness } from 'y-protocols/awareness'
import { draftsOf, isIdle, readDraft } from '../crdt/drafts'
import { Reading } from '../crdt/reading'
import { orderedIds, paragraphsOf, readParagraph } from '../crdt/text'
import type { Paragraph } from '../drafting/types'
import { audienceOf, isDrafts } from './compartments'
import type { Compartment, Draft, Room } from './types'

type People = Room['people'] extends Readable<infer T> ? T : never
const ORDERING = new Set(['order'])
const NONE: ReadonlySet<string> = new Set()

export interface Readings { paragraphs: Readable<Paragraph[]>; drafts: Readable<Draft[]>; people: Readable<People>; destroy(): void }

export function readings(compartments: Readable<Record<string, Compartment>>, text: string): Readings {
  const paragraphs = writable<Paragraph[]>([])
  const drafts = writable<Draft[]>([])
  const people = writable<People>({})
  const open = new Map<string, { doc: Compartment['doc']; awareness: Awareness | null; stop: () => void; drafts?: () => Draft[] }>()

  const tellDrafts = (): void => drafts.set([...open.entries()].sort(([a], [b]) => (a.startsWith('party/') ? 0 : 1) - (b.startsWith('party/') ? 0 : 1) || (a < b ? -1 : 1)).flatMap(([, held]) => held.drafts?.() ?? []))

  const readText = (compartment: Compartment): (() => void) => {
    const reading = new Reading<Paragraph>(compartment.doc, paragraphsOf(compartment.doc), readParagraph, ORDERING)
    let order: string[] | null = null
    const tell = (): void => {
      order ??= orderedIds(compartment.doc).map(p => p.id)
      paragraphs.set(order.flatMap(id => reading.get(id) ?? []))
    }
    reading.onChange(change => {
      if (change.structure) order = null
      tell()
    })
    tell()
    return () => reading.destroy()
  }
  const readDrafts = (compartment: Compartment): { stop: () => void; drafts: () => Draft[] } => {
    const { name, doc } = compartment
    const reading = new Reading<Draft>(doc, draftsOf(doc), (id, map) => ({ ...readDraft(id, map), compartment: name, audience: audienceOf(name) }), NONE)
    reading.onChange(tellDrafts)
    return { stop: () => reading.destroy(), drafts: () => reading.ids().sort().flatMap(id => reading.get(id) ?? []).filter(draft => !isIdle(draft)) }
  }
  const readPeople = (name: string, awareness: Awareness | null): (() => void) => {
    const tell = (): void => people.update(all => ({ ...all, [name]: present(awareness) }))
    awareness?.on('change', tell)
    tell()
    return () => awareness?.off('change', tell)
  }
  const bind = (compartment: Compartment): void => {
    const { awareness } = compartment
    const stopPeople = readPeople(compartment.name, awareness)
    if (isDrafts(compartment.name)) {
      const { stop, drafts: list } = readDrafts(compartment)
      open.set(compartment.name, { doc: compartment.doc, awareness, stop: () => { stop(); stopPeople() }, drafts: list })
    } else {
      const stop = compartment.name === `text/${text}` ? readText(compartment) : () => {}
      open.set(compartment.name, { doc: compartment.doc, awareness, stop: () => { stop(); stopPeople() } })
    }
  }
  const stop = compartments.subscribe(all => {
    let changed = false
    for (const [name, held] of [...open]) {
      if (all[name]?.doc === held.doc && all[name].awareness === held.awareness) continue
      held.stop()
      open.delete(name)
      changed = true
    }
    for (const compartment of Object.values(all)) if (!open.has(compartment.name)) { bind(compartment); changed = true }
    if (changed) tellDrafts()
  })
  return { paragraphs, drafts, people, destroy: () => { stop(); for (const held of open.values()) held.stop() } }
}

/** Each person once, as the server names them. */
function present(awareness: Awareness | null): People[string] {
  const seats = new Map<string, People[string][number]>()
  awareness?.getStates().forEach(state => {
    const user = (state as { user?: People[string][number] }).user
    if (user && typeof user.seat === 'string') seats.set(user.seat, { seat: user.seat, name: user.name, role: user.role, party: user.party })
  })
  return [...seats.values()]
}
