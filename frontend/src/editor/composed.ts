/** The one view over a local document composed of slots, kept in step with the documents it is made from. */
import { EditorState, type Plugin, Selection, type Transaction } from 'prosemirror-state'
import type { Node } from 'prosemirror-model'
import { EditorView } from 'prosemirror-view'
import { sameContent } from '../crdt/content'
import type { Change } from '../crdt/reading'
import { arrange, contentOfSlot, shapeOfSlot, type Slot } from './arrange'
import { contentOf, inlineNodes, keyOf, paragraphOf, shapeOf, slotNode } from './schema'
import { caretIn, here, OUTSIDE } from './selection'
import { documentWith, findSlot, putSlots, slotsOf } from './slots'
import { SlotDecorations, type BuildMarks } from './slotDecorations'
import { nearby, SlotView, stretchView, type SlotHost } from './slotView'
import { Sources } from './sources'
import type { Room } from '../connection/types'
import { writeDrafts, writeText, type Writer } from './writeBack'

export type Mode = 'pen' | 'delegate' | 'read'

/** What the composed view asks of the editor around it. */
export interface Surroundings extends Omit<SlotHost, 'near'> {
  room: Room
  mode(): Mode
  marks: (slotNode: Node, slot: Slot | undefined) => ReturnType<BuildMarks>
  plugins: Plugin[]
  attributes: () => Record<string, string>
  writer: Omit<Writer, 'sources' | 'slots'>
  selectionChanged(): void
  slotsChanged(keys: ReadonlySet<string>): void
  documentsReplaced(): void
  /** Called before anything is drawn. */
  made(composed: Composed): void
}

/** More slots than this at once are a text that arrives, not somebody's new paragraphs. */
const FEW = 64

export class Composed {
  readonly sources: Sources
  readonly decorations: SlotDecorations
  view!: EditorView
  slots = new Map<string, Slot>()
  readonly opened = new Map<string, string>()
  private readonly faces = new Map<string, SlotView>()
  private writing = false
  private composing = false
  private stale = false
  private entered = false
  private fresh: SlotView[] = []
  private readonly near: SlotHost['near']

  constructor(host: HTMLElement, private readonly around: Surroundings) {
    this.sources = new Sources(around.room, {
      textChanged: change => this.documentChanged(change),
      draftsChanged: (_compartment, change) => this.documentChanged(change),
      replaced: () => this.replaced(),
    })
    this.decorations = new SlotDecorations(
      node => around.marks(node, this.slots.get(keyOf(node))),
      draw => this.whenIdle(() => {
        draw()
        if (!this.composing) this.view.updateState(this.view.state)
      }),
    )
    const slots = this.arranged([])
    this.slots = byKey(slots)
    around.made(this)
    this.near = nearby(host)
    const slotHost: SlotHost = { ...around, near: this.near }
    this.view = new EditorView(host, {
      state: EditorState.create({ doc: documentOf(slots), plugins: around.plugins }),
      editable: () => around.mode() !== 'read',
      attributes: around.attributes,
      decorations: state => this.decorations.for(state.doc),
      nodeViews: { slot: node => this.newFace(node, slotHost), stretch: stretchView },
      dispatchTransaction: tr => this.dispatch(tr),
    })
    this.fresh = []
  }

  private whenIdle(work: () => void): void {
    const run = (): void => { if (!this.view.isDestroyed) work() }
    if ('requestIdleCallback' in globalThis) requestIdleCallback(run, { timeout: 300 })
    else setTimeout(run, 30)
  }

  private newFace(node: Node, host: SlotHost): SlotView {
    const view = new SlotView(node, host, gone => { if (this.faces.get(gone.key) === gone) this.faces.delete(gone.key) })
    this.faces.set(view.key, view)
    if (!this.fresh.length) queueMicrotask(() => this.attend())
    this.fresh.push(view)
    return view
  }

  /** A few slots that came into a standing text are attended to at once; a whole text as it comes near the screen. */
  private attend(): void {
    const fresh = this.fresh.splice(0)
    const few = fresh.length <= FEW
    for (const view of fresh) {
      if (!view.dom.isConnected) continue
      // Of a stretch that is drawn already (the empty one of before, say) the browser tells nothing any more.
      const shown = this.near.shows(view.dom)
      if (!shown && few) drawAtOnce(view.dom.parentElement!)
      if (shown || few) view.cameNear()
    }
  }

  keys(doc = this.view.state.doc): string[] {
    return slotsOf(doc).map(keyOf)
  }

  private arranged(before: readonly string[]): Slot[] {
    const drafts = this.around.mode() === 'pen' ? [] : this.sources.drafts()
    return arrange(this.sources.paragraphs(), drafts, this.opened, before)
  }

  private dispatch(tr: Transaction): void {
    const before = this.view.state
    const { state, transactions } = before.applyTransaction(tr)
    const outside = transactions.some(t => t.getMeta(OUTSIDE))
    let structure = false
    if (!outside) this.entered = true
    if (!outside && before.doc !== state.doc) structure = this.write(before.doc, state.doc)
    this.view.updateState(state)
    if (structure) this.sync()
    if (before.selection !== state.selection || before.doc !== state.doc) this.around.selectionChanged()
  }

  private write(before: Node, after: Node): boolean {
    const writer: Writer = { ...this.around.writer, sources: this.sources, slots: this.slots }
    const held = new Map<string, Slot['draft']>()
    for (const [key, slot] of this.slots) if (slot.draft) held.set(key, slot.draft)
    this.writing = true
    try {
      const diff = this.around.mode() === 'pen' ? writeText(writer, before, after) : writeDrafts(writer, before, after)
      for (const { key } of diff.changed) this.adopt(key)
      const keys = new Set(diff.changed.map(c => c.key))
      this.decorations.touch(keys)
      return diff.inserted.length + diff.removed.length > 0 || diff.changed.some(c => (held.get(c.key)?.id ?? null) !== (this.slots.get(c.key)?.draft?.id ?? null))
    } finally {
      this.writing = false
    }
  }

  /** After an own change: what the slot stands for is read again; its words are already right. */
  private adopt(key: string): void {
    const slot = this.slots.get(key)
    if (!slot) return
    if (slot.paragraph) slot.paragraph = this.sources.paragraph(key) ?? null
    this.faces.get(key)?.show(this.around.face(key))
  }

  private documentChanged(_change: Change): void {
    if (!this.writing) this.sync()
  }

  private replaced(): void {
    this.around.documentsReplaced()
    this.sync()
  }

  /** While words are composed nothing is drawn from outside; afterwards all of it. */
  compose(on: boolean): void {
    this.composing = on
    if (!on && this.stale) this.sync()
  }

  /** Brings the view to what the documents say, with the smallest change in each slot. */
  sync(): void {
    if (this.composing) return void (this.stale = true)
    this.stale = false
    const state = this.view.state
    const before = this.keys(state.doc)
    const list = this.arranged(before)
    const was = this.slots
    this.slots = byKey(list)
    const touched = new Set<string>()
    for (const slot of list) if (!sameSlot(was.get(slot.key), slot)) touched.add(slot.key)
    const tr = state.tr
    const caret = here(state)
    const lost = caret !== null && !this.slots.has(caret.key)
    placeSlots(tr, list, before)
    // A slot that moved is taken out and put in again: its caret goes along.
    if (caret && !lost && tr.docChanged && state.selection.empty && here({ selection: tr.selection })?.key !== caret.key) caretIn(tr, caret.key, caret.offset)
    rewrite(tr, this.slots, touched)
    // Until somebody has put the caret somewhere it waits at the beginning, and not behind what arrived last.
    if (!this.entered && tr.docChanged) tr.setSelection(Selection.atStart(tr.doc))
    this.decorations.touch(touched)
    if (tr.docChanged) this.view.dispatch(tr.setMeta(OUTSIDE, true).setMeta('addToHistory', false))
    // The paragraph of the caret is gone: what is typed next must not fall into its neighbour.
    if (lost) this.view.dom.blur()
    if (!tr.docChanged && touched.size) this.view.updateState(this.view.state)
    for (const key of touched) this.faces.get(key)?.show(this.around.face(key))
    if (touched.size || tr.docChanged) this.around.slotsChanged(touched)
  }

  /** Draws the marks and faces of these slots again (all without keys). */
  redraw(keys?: Iterable<string>): void {
    const some = keys ? [...keys] : undefined
    this.decorations.touch(some)
    if (!this.composing) this.view.updateState(this.view.state)
    for (const key of some ?? this.faces.keys()) this.faces.get(key)?.show(this.around.face(key))
  }

  slotElement(key: string): HTMLElement | null {
    return this.faces.get(key)?.dom ?? null
  }

  destroy(): void {
    this.sources.destroy()
    this.view.destroy()
  }
}

/**
 * A stretch that has just come is not drawn before the next frame (`content-visibility: auto`), and the browser puts what is
 * typed until then into the next paragraph: it is drawn at once.
 */
function drawAtOnce(stretch: HTMLElement): void {
  stretch.style.contentVisibility = 'visible'
  requestAnimationFrame(() => requestAnimationFrame(() => stretch.style.removeProperty('content-visibility')))
}

const byKey = (list: readonly Slot[]): Map<string, Slot> => new Map(list.map(slot => [slot.key, slot]))

const nodeOf = (slot: Slot): Node => slotNode(slot.key, shapeOfSlot(slot), contentOfSlot(slot))

function documentOf(slots: readonly Slot[]): Node {
  return documentWith(slots.length ? slots.map(nodeOf) : [slotNode('', { kind: 'plain', level: 0 }, [])])
}

function sameSlot(a: Slot | undefined, b: Slot): boolean {
  return a !== undefined && a.paragraph === b.paragraph && a.draft === b.draft && a.orphan === b.orphan && a.offered.length === b.offered.length && a.offered.every((d, i) => d === b.offered[i])
}

/** Drops, inserts and moves whole slots around what both have in common. */
function placeSlots(tr: Transaction, list: readonly Slot[], have: readonly string[]): void {
  const want = list.map(slot => slot.key)
  let low = 0
  while (low < have.length && low < want.length && have[low] === want[low]) low++
  let tail = 0
  while (tail < have.length - low && tail < want.length - low && have[have.length - 1 - tail] === want[want.length - 1 - tail]) tail++
  if (low + tail >= have.length && low + tail >= want.length) return
  const known = new Map<string, Node>()
  for (const slot of slotsOf(tr.doc).slice(low, have.length - tail)) known.set(keyOf(slot), slot)
  const middle = list.slice(low, list.length - tail).map(slot => known.get(slot.key) ?? nodeOf(slot))
  const all = middle.length || low + tail > 0 ? middle : [slotNode('', { kind: 'plain', level: 0 }, [])]
  putSlots(tr, low, have.length - tail, all)
}

function rewrite(tr: Transaction, slots: ReadonlyMap<string, Slot>, touched: ReadonlySet<string>): void {
  for (const key of touched) {
    const slot = slots.get(key)
    const found = slot && findSlot(tr.doc, key)
    if (!slot || !found) continue
    const shape = shapeOfSlot(slot)
    const now = shapeOf(found.slot)
    if (now.kind !== shape.kind || now.level !== shape.level) tr.setNodeMarkup(found.pos + 1, null, { kind: shape.kind, level: shape.level })
    const paragraph = paragraphOf(found.slot)
    const wanted = contentOfSlot(slot)
    if (sameContent(contentOf(paragraph), wanted)) continue
    const next = paragraph.type.create(paragraph.attrs, inlineNodes(wanted))
    const start = paragraph.content.findDiffStart(next.content)
    const ends = paragraph.content.findDiffEnd(next.content)
    if (start === null || !ends) continue
    const overlap = Math.max(0, start - Math.min(ends.a, ends.b))
    const at = found.pos + 2
    tr.replace(at + start, at + ends.a + overlap, next.slice(start, ends.b + overlap))
  }
}
