/**
 * Decorations of each slot, kept by the identity of its node: a keystroke computes one slot, not fifteen hundred.
 * ProseMirror asks a decoration source child by child, so the source answers from the cache.
 */
import type { Node } from 'prosemirror-model'
import { Decoration, DecorationSet, type DecorationSource } from 'prosemirror-view'
import { keyOf } from './schema'

export type BuildMarks = (slot: Node) => Decoration[]

const AT_ONCE = 24 // slots marked before the first paint: those of the first screen
const A_TIME = 60 // slots marked in one idle moment after it

export class SlotDecorations {
  private left = AT_ONCE
  private waiting = false
  private postponed = false
  private cache = new WeakMap<Node, { stamp: number; set: DecorationSet }>()
  private stretches = new WeakMap<Node, { sets: DecorationSet[]; source: DecorationSource; turn: number }>()
  private turn = 0 // counts what may have changed the marks of a node that stays
  private stamps = new Map<string, number>()
  private everything = 0
  private doc: Node | null = null
  private source: DecorationSource | null = null

  /** The first paint waits for the marks of the first slots only; `later` gets the work that draws some more. */
  constructor(private readonly build: BuildMarks, private readonly later: (draw: () => void) => void) {}

  /** These slots (all of them without keys) are to be drawn again. */
  touch(keys?: Iterable<string>): void {
    this.source = null
    if (!keys) {
      this.turn++
      return void (this.everything += 1e6)
    }
    const some = new Set(keys)
    this.doc?.forEach(stretch => {
      const held = this.stretches.get(stretch)
      if (held && holds(stretch, some)) held.turn = -1
    })
    for (const key of some) this.stamps.set(key, (this.stamps.get(key) ?? 0) + 1)
  }

  for(doc: Node): DecorationSource {
    if (!this.source || this.doc !== doc) this.source = sourceOf(stretch => this.sourceOfStretch(stretch))
    this.doc = doc
    return this.source
  }

  /** The same source as before while no slot of the stretch is marked otherwise: the view passes over the whole stretch. */
  private sourceOfStretch(stretch: Node): DecorationSource {
    const held = this.stretches.get(stretch)
    if (held?.turn === this.turn) return held.source
    const sets: DecorationSet[] = []
    this.postponed = false
    stretch.forEach(slot => sets.push(this.setOf(slot)))
    const same = held?.sets.every((set, i) => set === sets[i]) ? held.source : null
    const source = same ?? sourceOf(slot => bySlot.get(slot) ?? DecorationSet.empty)
    const bySlot = new Map<Node, DecorationSet>()
    if (!same) stretch.forEach((slot, _offset, i) => bySlot.set(slot, sets[i]!))
    this.stretches.set(stretch, { sets, source, turn: this.postponed ? -1 : this.turn })
    return source
  }

  private wait(): void {
    if (this.waiting) return
    this.waiting = true
    this.later(() => {
      this.waiting = false
      this.left = A_TIME
      this.source = null
    })
  }

  private setOf(slot: Node): DecorationSet {
    const stamp = this.everything + (this.stamps.get(keyOf(slot)) ?? 0)
    const held = this.cache.get(slot)
    if (held && held.stamp === stamp) return held.set
    if (this.left <= 0 && !this.stamps.has(keyOf(slot))) {
      this.wait()
      this.postponed = true
      return DecorationSet.empty
    }
    const marks = this.build(slot)
    if (marks.length) this.left--
    // Positions count from the start of the slot's content, as those of a document would.
    const set = marks.length ? DecorationSet.create(slot, marks) : DecorationSet.empty
    this.cache.set(slot, { stamp, set })
    return set
  }
}

function holds(stretch: Node, keys: ReadonlySet<string>): boolean {
  for (let i = 0; i < stretch.childCount; i++) if (keys.has(keyOf(stretch.child(i)))) return true
  return false
}

/** The part of prosemirror-view's `DecorationSource` that a view and a decoration group use. */
class SlotSource {
  readonly members = [this]
  constructor(private readonly child: (node: Node) => DecorationSource) {}
  forChild(_offset: number, node: Node): DecorationSource { return this.child(node) }
  map(): SlotSource { return this }
  eq(other: unknown): boolean { return other === this }
  locals(): Decoration[] { return [] }
  localsInner(): Decoration[] { return [] }
  forEachSet(): void {}
}

const sourceOf = (child: (node: Node) => DecorationSource): DecorationSource => new SlotSource(child) as unknown as DecorationSource
