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
  near: { watch(element: Element, seen: () => void): void; forget(element: Element): void }
}

const STRONG = /[\p{L}]/u
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

export class SlotView implements NodeView {
  readonly dom: HTMLElement
  readonly contentDOM: HTMLElement
  private readonly margin: HTMLElement
  private readonly label: HTMLElement
  private below: HTMLElement | null = null
  private bar: { draft: string; host: HTMLElement; stop: () => void } | null = null
  private stopMargin: (() => void) | null = null
  private button: HTMLElement | null = null
  private face: Face | null = null
  private isNear = false
  readonly key: string

  constructor(node: Node, private readonly host: SlotHost, private readonly gone: (view: SlotView) => void) {
    this.key = keyOf(node)
    this.dom = document.createElement('div')
    this.dom.dataset.slot = this.key
    this.margin = aside('slot-margin')
    this.label = document.createElement('span')
    this.label.className = 'slot-label'
    this.label.contentEditable = 'false'
    this.contentDOM = document.createElement('div')
    this.contentDOM.className = 'slot-words'
    this.dom.append(this.margin, this.label, this.contentDOM)
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
    if (was?.label !== face.label) {
      this.label.textContent = face.label
      this.label.hidden = !face.label
    }
    if (was?.editable !== face.editable && (was || !face.editable)) {
      if (face.editable) this.contentDOM.removeAttribute('contenteditable')
      else this.contentDOM.contentEditable = 'false'
    }
    if (was?.below.stamp !== face.below.stamp) this.drawBelow(face)
    if (this.isNear && this.bar?.draft !== (face.draft ?? undefined)) this.drawBar(face)
    if (face.draftButton !== (this.button !== null)) this.drawButton(face)
  }

  private direct(node: Node): void {
    const strong = STRONG.exec(paragraphOf(node).textContent)?.[0] ?? ''
    const dir = RIGHT_TO_LEFT.test(strong) ? 'rtl' : 'ltr'
    if (this.dom.dir !== dir) this.dom.dir = dir
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
  private cameNear(): void {
    this.isNear = true
    if (this.face?.draft && !this.bar) this.drawBar(this.face)
    if (this.stopMargin || !this.face?.paragraph) return
    this.stopMargin = this.host.mountMargin(this.face.paragraph, this.margin)
  }

  stopEvent(event: Event): boolean {
    return event.target instanceof globalThis.Node && !this.contentDOM.contains(event.target)
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    return mutation.type === 'selection' ? !this.contentDOM.contains(mutation.target) : mutation.target === this.contentDOM ? mutation.type === 'attributes' : !this.contentDOM.contains(mutation.target)
  }

  destroy(): void {
    this.host.near.forget(this.dom)
    this.stopMargin?.()
    this.bar?.stop()
    this.gone(this)
  }
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
  const forget = (element: Element): void => void waiting.delete(element)
  root.addEventListener('contentvisibilityautostatechange', event => {
    const stretch = event.target
    if (!(stretch instanceof Element)) return
    if ((event as Event & { skipped: boolean }).skipped) return void shown.delete(stretch)
    shown.add(stretch)
    for (const slot of stretch.children) seen(slot)
  }, { capture: true })
  let fresh: Element[] = []
  return {
    forget,
    watch(element, mount) {
      waiting.set(element, mount)
      // A slot that comes into a stretch which is already near hears of no event.
      if (fresh.push(element) > 1) return
      queueMicrotask(() => {
        for (const slot of fresh) if (!supported || (slot.parentElement && shown.has(slot.parentElement))) seen(slot)
        fresh = []
      })
    },
  }
}

const supported = 'oncontentvisibilityautostatechange' in HTMLElement.prototype
