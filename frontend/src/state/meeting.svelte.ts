/** One text as its page shows it: the room's live values, and where the reader stands in it. */
import { fromStore } from 'svelte/store'
import type { Room } from '../connection/types'
import type { Membership } from '../drafting/membership'
import type { Command, Outcome, Remark } from '../drafting/types'
import { movedOn } from '../drafting/standing'
import { calm } from './calm'
import { wordsOf, cardsOf, outlineOf, remarksOf, totalsOf, type OutlineRow } from './outline'
import { inBureau, membershipOf } from './people'
import { steady } from './steady'
import type { Me } from './api'

export type View = 'working' | 'compilation' | 'unattributed' | 'clean' | 'mine'

export interface Present { seat: string; name: string; role: string; party: string | null }

export class Meeting {
  readonly membership: Membership
  readonly #paragraphs; readonly #floor; readonly #desk; readonly #drafts; readonly #saving
  readonly #refused; readonly #outbox; readonly #people; readonly #events

  current: string | null = $state(null)
  proposal: string | null = $state(null)
  view: View = $state('working')
  wandered = $state(false)

  readonly paragraphs = $derived.by(() => this.#paragraphs.current)
  readonly floor = $derived.by(() => this.#floor.current.state)
  #known: ReadonlyMap<string, OutlineRow> = new Map()
  readonly rows = $derived.by(() => {
    const rows = outlineOf(this.paragraphs, this.floor, this.#known)
    this.#known = new Map(rows.map(r => [r.id, r]))
    return rows
  })
  readonly byId = $derived.by(() => new Map(this.rows.map(r => [r.id, r])))
  readonly totals = $derived.by(() => totalsOf(this.rows, this.floor))
  readonly row = $derived.by(() => this.byId.get(this.current ?? '') ?? null)
  /** Open proposals whose quoted words, or place, are gone. */
  readonly movedOn = $derived.by(() => new Set(movedOn(this.paragraphs, Object.values(this.floor.proposals))))
  readonly cards = $derived.by(() => (this.current === null ? [] : cardsOf(this.current, this.floor)))
  readonly remarks = $derived.by(() => (this.current === null ? [] : remarksOf(this.current, this.floor.remarks, this.#desk.current)))

  constructor(readonly room: Room, readonly me: Me) {
    this.membership = membershipOf(me.negotiation ?? { id: '', title: '', profile: '', parties: [], coalitions: [] })
    this.#paragraphs = fromStore(calm(room.paragraphs, 200))
    this.#floor = fromStore(room.floor)
    this.#desk = fromStore(room.desk)
    this.#drafts = fromStore(room.drafts)
    this.#saving = fromStore(steady(room.saving))
    this.#refused = fromStore(room.refused)
    this.#outbox = fromStore(room.outbox)
    this.#people = fromStore(room.people)
    this.#events = fromStore(room.events)
  }

  get drafts() { return this.#drafts.current }
  get desk() { return this.#desk.current }
  get saving() { return this.#saving.current }
  get refused() { return this.#refused.current }
  get outbox() { return this.#outbox.current }
  get event() { return this.#events.current }
  /** What the bureau has been told and the room not, the newest first. */
  get waitingRemarks(): Remark[] {
    if (!this.bureau) return []
    return this.#desk.current.filter(r => !r.shown && !(r.id in this.floor.remarks)).sort((a, b) => b.at.localeCompare(a.at))
  }

  get bureau(): boolean { return inBureau(this.me.seat.role) }
  get party(): string | null { return this.me.seat.party }
  get speaks(): boolean { return this.me.seat.role === 'delegate' && this.party !== null }
  get holdsPen(): boolean { return this.bureau || (this.speaks && this.party !== null && this.floor.codrafting.includes(this.party)) }

  /** Everybody whom one may see here, oneself first, once each. */
  get present(): Present[] {
    const { id: seat, name, role, party } = this.me.seat
    const others = Object.values(this.#people.current).flat().sort((a, b) => a.name.localeCompare(b.name))
    return [...new Map([{ seat, name, role, party }, ...others].map(p => [p.seat, p])).values()]
  }

  paragraph(id: string) { return this.paragraphs.find(p => p.id === id) ?? null }

  /** The words as the chair saw them, for the paragraphs that a previewed command would touch. */
  expectation(outcome: Outcome): Record<string, string> {
    const touched = outcome.edits.filter(e => e.edit === 'content' || e.edit === 'remove')
    return Object.fromEntries(touched.map(e => [e.paragraph, e.edit === 'content' ? wordsOf(e.before) : wordsOf(this.paragraph(e.paragraph)?.content ?? [])]))
  }

  act(command: Command): Promise<Outcome> { return this.room.act(command) }
}
