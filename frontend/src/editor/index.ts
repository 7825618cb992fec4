/** `createEditor`: the editor as the views see it. */
import { TextSelection, type EditorState } from 'prosemirror-state'
import type { Node } from 'prosemirror-model'
import { get, writable } from 'svelte/store'
import { placeNames } from '../drafting/places'
import type { FloorState } from '../drafting/types'
import { draftId, draftsOf, setBasis } from '../crdt/drafts'
import { OWN } from '../crdt/origins'
import { paragraphsOf } from '../crdt/text'
import { Acts } from './acts'
import { Announcer } from './announcer'
import { BracketIndex } from './brackets'
import { Composed, type Mode } from './composed'
import { watchComposition } from './composition'
import { ownCompartment } from './delegate'
import { faceOf } from './face'
import { FloorMarks } from './floorMarks'
import { guard, input } from './input'
import { marksOf } from './marks'
import { Presence } from './presence'
import { keyOf, schema, shapeOf } from './schema'
import { arrive } from './arriving'
import { caretIn, here } from './selection'
import type { Face } from './slotView'
import type { EditorHandle, EditorOptions } from './types'
import { Undo } from './undo'
import { watchPointer } from './pointer'

type Active = { paragraph: string | null; em: boolean; strong: boolean; canUndo: boolean; canRedo: boolean; kind: string }

export function createEditor(host: HTMLElement, options: EditorOptions): EditorHandle {
  return new Editor(host, options)
}

const newId = (): string => crypto.randomUUID().replaceAll('-', '').slice(0, 16)

class Editor implements EditorHandle {
  private mode: Mode
  private composed!: Composed
  private readonly undo = new Undo(() => this.tell())
  private presence: Presence | null = null
  private readonly floor: FloorMarks
  private readonly announcer: Announcer
  private readonly armed = new Set<string>()
  private readonly acts: Acts
  private readonly coarse = globalThis.matchMedia?.('(pointer: coarse)').matches ?? false
  private readonly stops: Array<() => void> = []
  private readonly activeStore = writable<Active>({ paragraph: null, em: false, strong: false, canUndo: false, canRedo: false, kind: '' })
  private readonly brackets = new BracketIndex(() => this.composed.sources.paragraphs(), keys => this.composed.redraw(keys))
  private numbers: Map<string, number> | null = null
  private lastParagraph: string | null = null
  private lastDoc: Node | null = null
  readonly active = { subscribe: this.activeStore.subscribe }

  constructor(host: HTMLElement, private readonly options: EditorOptions) {
    this.mode = options.mode
    host.classList.add('adref-editor')
    this.announcer = new Announcer(host)
    this.floor = new FloorMarks(get(options.room.floor).state, options.showProposals, options.profile)
    this.acts = new Acts({
      room: options.room, party: options.me.party, composed: () => this.composed, mode: () => this.mode, newId,
      editable: key => this.editable(key), refused: key => this.refused(key), arm: key => void this.armed.add(key),
    })
    const inputHost = {
      mode: () => this.mode, editable: (key: string) => this.editable(key), refused: (key: string) => this.refused(key), newId,
      undo: () => this.step('undo'), redo: () => this.step('redo'),
      delegateEnter: () => this.acts.enter(), delegatePaste: (blocks: Node[]) => this.acts.paste(blocks), footnote: () => this.run('footnote'),
    }
    new Composed(host, {
      made: composed => { this.composed = composed },
      room: options.room, mode: () => this.mode,
      marks: (node, slot) => marksOf(node, slot, { ...this.floor.context(), membership: options.membership, speak: options.translate, footnotes: this.footnotes(), brackets: this.brackets, cursors: this.presence?.bySlot.get(keyOf(node)) ?? [] }),
      plugins: [guard(inputHost), ...input(inputHost)],
      attributes: () => this.attributes(),
      writer: { newDraftId: () => draftId(Date.now(), crypto.randomUUID()), me: options.me, audience: () => ownCompartment(options.room, options.me.party) },
      face: key => this.face(key), words: { draft: options.translate('editor.draft') },
      mountDraftBar: (draft, bar) => options.mountDraftBar(draft, bar), mountMargin: (paragraph, margin) => options.mountMargin(paragraph, margin),
      startDrafting: key => this.startDrafting(key),
      selectionChanged: () => this.selectionChanged(), slotsChanged: keys => this.slotsChanged(keys), documentsReplaced: () => this.follow(),
    })
    this.presence = new Presence(this.composed, options.membership, () => this.mode, () => ownCompartment(options.room, options.me.party))
    this.follow()
    this.brackets.soon()
    this.stops.push(
      () => this.brackets.destroy(),
      options.room.floor.subscribe(({ state }) => this.floorChanged(state)),
      watchComposition(this.composed.view, () => this.composing()),
      watchPointer(this.composed.view, { mode: () => this.mode, onProposal: options.onProposal, onBracket: options.onBracket, onParagraph: key => this.reached(key) }),
      this.watchWritable(),
    )
  }

  // --- what is shown ---------------------------------------------------------------------------

  private attributes(): Record<string, string> {
    const name = this.options.translate(`editor.label.${this.mode}`)
    return this.mode === 'read' ? { class: `mode-${this.mode}`, role: 'document', 'aria-label': name } : { class: `mode-${this.mode}`, role: 'textbox', 'aria-multiline': 'true', 'aria-label': name, spellcheck: 'false' }
  }

  private face(key: string): Face {
    const { sources, slots } = this.composed
    const slot = slots.get(key)
    const drafting = this.coarse && this.mode === 'delegate' && !slot?.draft && this.permitted(key)
    return faceOf(key, slot, {
      ...this.floor.context(), state: this.floor.state, membership: this.options.membership, speak: this.options.translate, footnotes: this.footnotes(),
      editable: !drafting || this.armed.has(key), draftButton: drafting && !this.armed.has(key), first: key === sources.firstParagraph(),
      nameOf: id => placeNames(sources.paragraphs()).get(id) ?? '…',
      acceptBasis: draft => this.acceptBasis(draft.compartment, draft.id),
      open: (paragraph, draft) => { this.composed.opened.set(paragraph, draft); this.composed.sync() },
    })
  }

  private footnotes(): ReadonlyMap<string, number> {
    if (!this.numbers) {
      const notes = this.composed.sources.paragraphs().filter(p => p.kind === 'footnote')
      this.numbers = new Map(notes.map((p, i) => [p.id, i + 1]))
    }
    return this.numbers
  }

  private slotsChanged(keys: ReadonlySet<string>): void {
    const before = this.numbers
    this.numbers = null
    if (before && JSON.stringify([...before]) !== JSON.stringify([...this.footnotes()])) this.composed.redraw()
    this.presence?.refresh(keys)
    this.brackets.soon()
    this.tell()
  }

  private floorChanged(state: FloorState): void {
    const touched = this.floor.update(state)
    if (touched.size) this.composed.redraw(touched)
  }

  // --- who may type where ----------------------------------------------------------------------

  private permitted(key: string): boolean {
    if (this.mode === 'read' || this.floor.state.states[key]) return false
    const { sources, slots } = this.composed
    if (this.mode === 'pen') return sources.text?.writable ?? false
    const slot = slots.get(key)
    const name = slot?.draft?.compartment ?? ownCompartment(this.options.room, this.options.me.party)
    return name !== null && (sources.compartment(name)?.writable ?? false)
  }

  private editable(key: string): boolean {
    if (!this.permitted(key)) return false
    return !this.coarse || this.mode !== 'delegate' || this.armed.has(key) || this.composed.slots.get(key)?.draft != null
  }

  private refused(key: string): void {
    const code = this.floor.state.states[key] ? 'editor.locked' : this.coarse && this.permitted(key) ? 'editor.draft_first' : 'editor.not_writable'
    this.announcer.say(this.options.translate(code))
  }

  startDrafting(key: string): void {
    this.armed.add(key)
    this.composed.redraw([key])
    this.scrollTo(key, { focus: true, gentle: true })
  }

  private watchWritable(): () => void {
    const names = (): string => JSON.stringify(Object.values(get(this.options.room.compartments)).map(c => [c.name, c.writable]))
    let known = names()
    return this.options.room.compartments.subscribe(() => {
      if (known === names()) return
      known = names()
      this.presence?.listen()
      if (this.coarse) this.composed.redraw()
      this.presence?.send(this.composed.view.state, this.composed.view.hasFocus())
    })
  }

  /** The documents whose changes can be undone, and whose carets are shown. */
  private follow(): void {
    const { sources } = this.composed
    const text = sources.text
    const drafts = sources.draftCompartments().map(({ doc }) => ({ doc, root: draftsOf(doc) }))
    this.undo.follow(this.mode === 'pen' ? (text ? [{ doc: text.doc, root: paragraphsOf(text.doc) }] : []) : drafts)
    this.presence?.listen()
  }

  private composing(): () => void {
    const { sources } = this.composed
    const names = this.mode === 'pen' ? [sources.text?.name ?? ''] : sources.draftCompartments().map(c => c.name)
    const releases = names.filter(Boolean).map(name => this.options.room.hold(name))
    this.composed.compose(true)
    return () => {
      for (const release of releases) release()
      this.composed.compose(false)
    }
  }

  // --- what happened ---------------------------------------------------------------------------

  private selectionChanged(): void {
    const { view } = this.composed
    this.presence?.send(view.state, view.hasFocus())
    const at = here(view.state)
    if (at) this.reached(at.key)
    if (view.state.doc !== this.lastDoc) this.brackets.soon()
    this.lastDoc = view.state.doc
    this.tell()
  }

  private reached(key: string): void {
    const paragraph = this.composed.slots.get(key)?.paragraph?.id ?? null
    if (paragraph === null || paragraph === this.lastParagraph) return
    this.lastParagraph = paragraph
    this.undo.pause()
    this.options.onParagraph(paragraph)
  }

  private tell(): void {
    const state = this.composed.view?.state
    if (!state) return
    const at = here(state)
    const next: Active = {
      paragraph: at ? (this.composed.slots.get(at.key)?.paragraph?.id ?? at.key) : null,
      em: marked(state, 'em'), strong: marked(state, 'strong'),
      canUndo: this.undo.canUndo, canRedo: this.undo.canRedo, kind: at ? shapeOf(at.slot).kind : '',
    }
    const was = get(this.activeStore)
    if ((Object.keys(next) as Array<keyof Active>).some(key => next[key] !== was[key])) this.activeStore.set(next)
  }

  private step(way: 'undo' | 'redo'): boolean {
    const before = this.composed.view.state.doc
    if (way === 'undo' ? !this.undo.undo() : !this.undo.redo()) return true
    const after = this.composed.view.state.doc
    const start = before.content.findDiffStart(after.content)
    if (start !== null) {
      const end = before.content.findDiffEnd(after.content)
      const at = Math.min(Math.max(start, end?.b ?? start), after.content.size)
      this.composed.view.dispatch(this.composed.view.state.tr.setSelection(TextSelection.near(after.resolve(at), -1)).scrollIntoView())
    }
    return true
  }

  // --- drafts -----------------------------------------------------------------------------------

  private acceptBasis(compartment: string, id: string): void {
    const { sources, slots } = this.composed
    const draft = sources.draft(compartment, id)
    const doc = sources.compartment(compartment)?.doc
    const paragraph = draft && slots.get(draft.paragraph)?.paragraph
    if (doc && paragraph) setBasis(doc, id, paragraph.content, OWN)
  }

  // --- the handle ------------------------------------------------------------------------------

  setMode(mode: Mode): void {
    if (mode === this.mode) return
    this.mode = mode
    this.follow()
    this.composed.view.setProps({})
    this.composed.sync()
    this.composed.redraw()
  }

  setShowProposals(show: boolean): void {
    this.floor.show = show
    this.composed.redraw()
  }

  setCurrentProposal(proposal: string | null): void {
    this.composed.redraw(this.floor.point(proposal))
  }

  scrollTo(paragraph: string, how: { gentle?: boolean; focus?: boolean } = {}): void {
    const element = this.composed.slotElement(paragraph)
    const still = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches
    if (!element) return
    arrive(element, !!how.gentle && !still)
    if (!how.focus) return
    this.composed.view.dispatch(caretIn(this.composed.view.state.tr, paragraph, 0))
    this.composed.view.focus()
  }

  rectOf(paragraph: string): DOMRect | null {
    return this.composed.slotElement(paragraph)?.getBoundingClientRect() ?? null
  }

  run(command: Parameters<EditorHandle['run']>[0]): boolean {
    if (this.mode === 'read') return false
    return command === 'undo' || command === 'redo' ? this.step(command) : this.acts.run(command)
  }

  destroy(): void {
    for (const stop of this.stops) stop()
    this.presence?.destroy()
    this.undo.destroy()
    this.composed.destroy()
    this.announcer.destroy()
  }
}

function marked(state: EditorState, name: 'em' | 'strong'): boolean {
  const { from, $from, to, empty } = state.selection
  const type = schema.marks[name]!
  return empty ? type.isInSet(state.storedMarks ?? $from.marks()) !== undefined : state.doc.rangeHasMark(from, to, type)
}
