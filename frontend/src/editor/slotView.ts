/** The DOM of one slot: margin, label, the paragraph itself, and what stands below it. Only the paragraph is text. */
import type { Node } from 'prosemirror-model'
import type { NodeView, ViewMutationRecord } from 'prosemirror-view'
import { paragraphOf, keyOf } from './schema'

/** What stands around the words; made by the composed view. */
export interface Face {
  paragraph: string | null // for the margin
  label: string
  classes: string
  editable: boolean
  draft: string | null // whose bar is mounted
  draftButton: boolean
  below: { stamp: string; make: () => HTMLElement[] }
}

export interface SlotHost {
  face(key: string): Face
  mountDraftBar(draft: string, host: HTMLElement): () => void
  mountMargin(paragraph: string, host: HTMLElement): () => void
  startDrafting(key: string): void
  words: { draft: string }
  near: { watch(element: Element, seen: () => void): void; forget(element: Element): void; shows(element: Element): boolean }
}

const STRONG = /[\p{L}]/u
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

export class SlotView implements NodeView {
  readonly dom: HTMLElement
  readonly contentDOM: HTMLElement
  private label: HTMLElement | null = null
  private below: HTMLElement | null = null
  private bar: { draft: string; host: HTMLElement; stop: () => void } | null = null
  private stopMargin: (() => void) | null = null
  private button: HTMLElement | null = null
  private face: Face | null = null
  private isNear = false
  private dir = ''
  readonly key: string

  constructor(node: Node, private readonly host: SlotHost, private readonly gone: (view: SlotView) => void) {
    this.key = keyOf(node)
    this.dom = document.createElement('div')
    this.dom.dataset.slot = this.key
    this.contentDOM = document.createElement('div')
    this.contentDOM.className = 'slot-words'
    this.dom.append(this.contentDOM)
    this.direct(node)
    this.show(host.face(this.key))
    host.near.watch(this.dom, () => this.cameNear())
  }

  update(node: Node): boolean {
    if (keyOf(node) !== this.key) return false
    this.direct(node)
    return true
  }

  /** Draws what stands around the words; the words themselves are the editor's. */
  show(face: Face): void {
    const was = this.face
    this.face = face
    const classes = `slot ${face.classes}`
    if (this.dom.className !== classes) this.dom.className = classes
    if ((was?.label ?? '') !== face.label) this.drawLabel(face.label)
    if (was?.editable !== face.editable && (was || !face.editable)) {
      if (face.editable) this.contentDOM.removeAttribute('contenteditable')
      else this.contentDOM.contentEditable = 'false'
    }
    if (was?.below.stamp !== face.below.stamp) this.drawBelow(face)
    if (this.isNear && this.bar?.draft !== (face.draft ?? undefined)) this.drawBar(face)
    if (face.draftButton !== (this.button !== null)) this.drawButton(face)
  }

  private direct(node: Node): void {
    const paragraph = paragraphOf(node)
    const strong = STRONG.exec(paragraph.firstChild?.text ?? '')?.[0] ?? STRONG.exec(paragraph.textContent)?.[0] ?? ''
    const dir = RIGHT_TO_LEFT.test(strong) ? 'rtl' : 'ltr'
    if (this.dir !== dir) this.dom.dir = this.dir = dir
  }

  private drawLabel(words: string): void {
    if (!this.label) {
      this.label = document.createElement('span')
      this.label.className = 'slot-label'
      this.label.contentEditable = 'false'
      this.contentDOM.before(this.label)
    }
    this.label.textContent = words
    this.label.hidden = !words
  }

  private drawBelow(face: Face): void {
    const parts = face.below.stamp ? face.below.make() : []
    if (!parts.length) {
      this.below?.remove()
      this.below = null
      return
    }
    if (!this.below) this.dom.append((this.below = aside('slot-below')))
    this.below.replaceChildren(...parts)
  }

  private drawBar(face: Face): void {
    this.bar?.stop()
    this.bar?.host.remove()
    this.bar = null
    if (!face.draft) return
    const host = aside('slot-bar')
    this.dom.append(host)
    this.bar = { draft: face.draft, host, stop: this.host.mountDraftBar(face.draft, host) }
  }

  private drawButton(face: Face): void {
    this.button?.remove()
    this.button = null
    if (!face.draftButton) return
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'slot-draft'
    button.contentEditable = 'false'
    button.textContent = this.host.words.draft
    button.addEventListener('click', () => this.host.startDrafting(this.key))
    this.dom.append((this.button = button))
  }

  /** What others mount is mounted only now: a long text has hundreds of drafts and margins. */
  cameNear(): void {
    this.isNear = true
    this.host.near.forget(this.dom)
    if (this.face?.draft && !this.bar) this.drawBar(this.face)
    if (this.stopMargin || !this.face?.paragraph) return
    const margin = aside('slot-margin')
    this.dom.prepend(margin)
    this.stopMargin = this.host.mountMargin(this.face.paragraph, margin)
  }

  stopEvent(event: Event): boolean {
    return event.target instanceof globalThis.Node && !this.contentDOM.contains(event.target)
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    // Pressed beside the words, the browser puts the caret into the slot itself: the editor takes it to the words.
    if (mutation.type === 'selection') return mutation.target !== this.dom && !this.contentDOM.contains(mutation.target)
    return mutation.target === this.contentDOM ? mutation.type === 'attributes' : !this.contentDOM.contains(mutation.target)
  }

  destroy(): void {
    this.host.near.forget(this.dom)
    this.stopMargin?.()
    this.bar?.stop()
    this.gone(this)
  }
}

/** How a stretch is drawn is no change of what stands in it. */
export function stretchView(): NodeView {
  const dom = document.createElement('div')
  dom.className = 'stretch'
  return { dom, contentDOM: dom, ignoreMutation: mutation => mutation.type === 'attributes' }
}

function aside(className: string): HTMLElement {
  const element = document.createElement('div')
  element.className = className
  element.contentEditable = 'false'
  return element
}

/**
 * Mounts margins only when their slot comes near the screen. Stretches of slots have `content-visibility: auto`: the
 * browser already tracks which are near and tells it by an event; observing them a second time would cost every frame.
 */
export function nearby(root: Document | HTMLElement = document): SlotHost['near'] {
  const waiting = new Map<Element, () => void>()
  const shown = new WeakSet<Element>()
  const seen = (element: Element): void => {
    const mount = waiting.get(element)
    waiting.delete(element)
    mount?.()
  }
  root.addEventListener('contentvisibilityautostatechange', event => {
    const stretch = event.target
    if (!(stretch instanceof Element)) return
    if ((event as Event & { skipped: boolean }).skipped) return void shown.delete(stretch)
    shown.add(stretch)
    for (const slot of stretch.children) seen(slot)
  }, { capture: true })
  return {
    forget: element => void waiting.delete(element),
    shows: element => element.parentElement !== null && shown.has(element.parentElement),
    watch(element, mount) {
      waiting.set(element, mount)
      if (!supported) queueMicrotask(() => seen(element))
    },
  }
}

const supported = 'oncontentvisibilityautostatechange' in HTMLElement.prototype
