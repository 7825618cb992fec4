/** The documents the editor reads and writes: the working text and the drafts of every private compartment. */
import { get } from 'svelte/store'
import { audienceOf, isDrafts } from '../connection/compartments'
import type { Compartment, Draft, Room } from '../connection/types'
import { draftsOf, readDraft } from '../crdt/drafts'
import { Reading, type Change } from '../crdt/reading'
import { inOrder } from '../crdt/order'
import { bodyOf, orderedIds, paragraphsOf, readParagraph } from '../crdt/text'
import type { Paragraph } from '../drafting/types'
import type * as Y from 'yjs'

const TEXT_FIELDS = new Set(['order', 'label', 'kind', 'level'])
const DRAFT_FIELDS = new Set(['kind', 'after', 'paragraph', 'basis', 'label', 'level', 'paragraphKind'])

export interface SourceEvents {
  textChanged(change: Change): void
  draftsChanged(compartment: string, change: Change): void
  replaced(): void // a document was replaced (after a refusal) or a compartment came or went
}

export class Sources {
  private readings = new Map<string, { compartment: Compartment; reading: Reading<unknown> }>()
  private sorted: string[] | null = null
  private stop: () => void
  private readonly textName: string

  constructor(private readonly room: Room, private readonly events: SourceEvents) {
    this.textName = `text/${room.text}`
    let first = true
    this.stop = room.compartments.subscribe(all => {
      if (this.bind(all) && !first) events.replaced()
      first = false
    })
  }

  /** Takes up the documents as they are now; says whether any was another one. */
  private bind(all: Record<string, Compartment>): boolean {
    let changed = false
    for (const [name, held] of [...this.readings]) {
      if (all[name]?.doc === held.reading.doc) continue
      held.reading.destroy()
      this.readings.delete(name)
      changed = true
    }
    for (const [name, compartment] of Object.entries(all)) {
      const held = this.readings.get(name)
      if (held) held.compartment = compartment
      else if (name === this.textName || isDrafts(name)) {
        this.readings.set(name, { compartment, reading: this.read(name, compartment.doc) })
        changed = true
      }
    }
    if (changed) this.sorted = null
    return changed
  }

  private read(name: string, doc: Y.Doc): Reading<unknown> {
    if (name === this.textName) {
      const reading = new Reading<Paragraph>(doc, paragraphsOf(doc), readParagraph, TEXT_FIELDS)
      reading.onChange(change => {
        if (change.structure) this.sorted = null
        this.events.textChanged(change)
      })
      return reading as Reading<unknown>
    }
    const audience = audienceOf(name)
    const reading = new Reading<Draft>(doc, draftsOf(doc), (id, map) => ({ ...readDraft(id, map), compartment: name, audience }), DRAFT_FIELDS)
    reading.onChange(change => this.events.draftsChanged(name, change))
    return reading as Reading<unknown>
  }

  get text(): Compartment | null {
    return this.readings.get(this.textName)?.compartment ?? null
  }

  compartment(name: string): Compartment | null {
    return this.readings.get(name)?.compartment ?? get(this.room.compartments)[name] ?? null
  }

  /** The compartments of drafts, the party's own first. */
  draftCompartments(): Compartment[] {
    return [...this.readings.values()].map(held => held.compartment).filter(c => isDrafts(c.name)).sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1))
  }

  paragraph(id: string): Paragraph | undefined {
    return this.readings.get(this.textName)?.reading.get(id) as Paragraph | undefined
  }

  paragraphs(): Paragraph[] {
    const doc = this.text?.doc
    if (!doc) return []
    this.sorted ??= orderedIds(doc).sort(inOrder).map(p => p.id)
    return this.sorted.flatMap(id => this.paragraph(id) ?? [])
  }

  firstParagraph(): string | undefined {
    if (!this.sorted) this.paragraphs()
    return this.sorted?.[0]
  }

  draft(compartment: string, id: string): Draft | undefined {
    return this.readings.get(compartment)?.reading.get(id) as Draft | undefined
  }

  /** All drafts: the own party's first, then the coalitions', each in the order of their making. */
  drafts(): Draft[] {
    return this.draftCompartments().flatMap(c => {
      const reading = this.readings.get(c.name)!.reading as Reading<Draft>
      return reading.ids().sort().flatMap(id => reading.get(id) ?? [])
    })
  }

  bodyOfParagraph(id: string): Y.XmlFragment | null {
    const doc = this.text?.doc
    return doc ? bodyOf(paragraphsOf(doc).get(id)) : null
  }

  bodyOfDraft(draft: Draft): Y.XmlFragment | null {
    const doc = this.compartment(draft.compartment)?.doc
    return doc ? bodyOf(draftsOf(doc).get(draft.id)) : null
  }

  destroy(): void {
    this.stop()
    for (const { reading } of this.readings.values()) reading.destroy()
    this.readings.clear()
  }
}

const rank = (name: string): number => (name.startsWith('party/') ? 0 : 1)
