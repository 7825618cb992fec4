/** From the view to the documents: only the slots that changed, each by its id. */
import type { Node } from 'prosemirror-model'
import { createDraft, draftsOf, isIdle, removeDraft, writeDraft } from '../crdt/drafts'
import { BEGUN, OWN } from '../crdt/origins'
import { sameContent } from '../crdt/content'
import { insertParagraph, removeParagraph, setContent, setShape } from '../crdt/text'
import type { Slot } from './arrange'
import { differences, type Differences } from './differences'
import { contentOf, paragraphOf, shapeOf } from './schema'
import type { Sources } from './sources'

export interface Writer { sources: Sources; slots: Map<string, Slot>; newDraftId(): string; me: { name: string }; audience(): string | null }

/** The pen writes the working text itself. */
export function writeText(writer: Writer, before: Node, after: Node): Differences {
  const diff = differences(before, after)
  const doc = writer.sources.text?.doc
  if (!doc) return diff
  doc.transact(() => {
    for (const { key, slot } of diff.changed) {
      setContent(doc, key, contentOf(paragraphOf(slot)), OWN)
      setShape(doc, key, shapeOf(slot), OWN)
    }
    for (const { key, slot, after: above } of diff.inserted)
      insertParagraph(doc, { id: key, ...shapeOf(slot), label: '', content: contentOf(paragraphOf(slot)) }, above, OWN)
    for (const key of diff.removed) removeParagraph(doc, key, OWN)
  }, OWN)
  return diff
}

/** A delegate's keystrokes go into the draft; the first real change makes it; a draft equal to its basis is none. */
export function writeDrafts(writer: Writer, before: Node, after: Node): Differences {
  const diff = differences(before, after)
  for (const { key, slot: node } of diff.changed) {
    const slot = writer.slots.get(key)
    if (slot) writeSlot(writer, slot, node)
  }
  return diff
}

function writeSlot(writer: Writer, slot: Slot, node: Node): void {
  const content = contentOf(paragraphOf(node))
  const draft = slot.draft
  if (!draft) return begin(writer, slot, node)
  const doc = writer.sources.compartment(draft.compartment)?.doc
  if (!doc) return
  const inPlace = draft.kind === 'change' || draft.kind === 'delete'
  if (inPlace && !slot.orphan && sameContent(content, draft.basis)) {
    removeDraft(doc, draft.id, OWN)
    slot.draft = slot.offered.shift() ?? null
    return
  }
  writeDraft(doc, draft.id, content, OWN)
  const shape = shapeOf(node)
  const map = draftsOf(doc).get(draft.id)
  if (!inPlace && map && (draft.paragraphKind !== shape.kind || draft.level !== shape.level)) doc.transact(() => { map.set('paragraphKind', shape.kind); map.set('level', shape.level) }, OWN)
  slot.draft = writer.sources.draft(draft.compartment, draft.id) ?? null
}

function begin(writer: Writer, slot: Slot, node: Node): void {
  const compartment = writer.audience()
  const doc = compartment ? writer.sources.compartment(compartment)?.doc : null
  if (!compartment || !doc || !slot.paragraph) return
  const content = contentOf(paragraphOf(node))
  // What the view showed is what the draft was made from, even when newer words are on their way.
  const basis = slot.paragraph.content
  if (sameContent(basis, content)) return
  const idle = writer.sources.drafts().find(d => d.compartment === compartment && d.paragraph === slot.paragraph!.id && isIdle(d) && sameContent(d.basis, basis))
  if (idle) {
    writeDraft(doc, idle.id, content, OWN)
    slot.draft = writer.sources.draft(compartment, idle.id) ?? null
    return
  }
  const id = writer.newDraftId()
  const { kind, level, label } = slot.paragraph
  // Two steps: undo takes back the own words, and never a draft in which others may type by then.
  createDraft(doc, id, { kind: 'change', paragraph: slot.paragraph.id, after: null, paragraphKind: kind, level, label, basis, content: basis, by: writer.me.name }, BEGUN)
  writeDraft(doc, id, content, OWN)
  slot.draft = writer.sources.draft(compartment, id) ?? null
}
