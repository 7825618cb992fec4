/** Making, discarding and sharing drafts. */
import { get, type Readable } from 'svelte/store'
import { createDraft, draftId, draftsOf, readDraft, removeDraft } from '../crdt/drafts'
import { OWN } from '../crdt/origins'
import { coalitionName, isDrafts, partyName } from './compartments'
import type { Compartment, Room } from './types'

export interface DraftingHost {
  text: string
  by: string
  compartments: Readable<Record<string, Compartment>>
  now(): number
  random(): string
}

export class NoSuchCompartment extends Error {}

export function drafting(host: DraftingHost): Pick<Room, 'startDraft' | 'discardDraft' | 'shareDraft'> {
  const all = (): Compartment[] => Object.values(get(host.compartments)).filter(c => isDrafts(c.name))
  const homeOf = (id: string): Compartment | undefined => all().find(c => draftsOf(c.doc).has(id))
  const compartmentOf = (audience: string): Compartment => {
    const every = get(host.compartments)
    const found = every[partyName(host.text, audience)] ?? every[coalitionName(host.text, audience)]
    if (!found) throw new NoSuchCompartment(audience)
    return found
  }
  const fresh = (): string => draftId(host.now(), host.random())
  return {
    startDraft({ audience, ...fields }) {
      const id = fresh()
      createDraft(compartmentOf(audience).doc, id, { ...fields, by: host.by }, OWN)
      return id
    },
    discardDraft(id) {
      const home = homeOf(id)
      if (home) removeDraft(home.doc, id, OWN)
    },
    /** Retyped into the coalition's compartment: nothing of the party's own history goes along. */
    shareDraft(id, coalition) {
      const home = homeOf(id)
      const map = home && draftsOf(home.doc).get(id)
      if (!home || !map) throw new NoSuchCompartment(id)
      const target = compartmentOf(coalition)
      const { id: _old, ...fields } = readDraft(id, map)
      const next = fresh()
      createDraft(target.doc, next, fields, OWN)
      removeDraft(home.doc, id, OWN)
      return next
    },
  }
}
