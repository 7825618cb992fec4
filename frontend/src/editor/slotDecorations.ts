/**
 * Decorations of each slot, kept by the identity of its node: a keystroke computes one slot, not fifteen hundred.
 * ProseMirror asks a decoration source child by child, so the source answers from the cache.
 */
import type { Node } from 'prosemirror-model'
import { Decoration, DecorationSet, type DecorationSource } from 'prosemirror-view'
import { keyOf, schema } from './schema'

export type BuildMarks = (slot: Node) => Decoration[]

export class SlotDecorations {
  private cache = new WeakMap<Node, { stamp: number; set: DecorationSet }>()
  private stamps = new Map<string, number>()
  private everything = 0
  private doc: Node | null = null
  private source: DecorationSource | null = null

  constructor(private readonly build: BuildMarks) {}

  /** These slots (all of them without keys) are to be drawn again. */
  touch(keys?: Iterable<string>): void {
    this.source = null
    if (!keys) return void (this.everything += 1e6)
    for (const key of keys) this.stamps.set(key, (this.stamps.get(key) ?? 0) + 1)
  }

  for(doc: Node): DecorationSource {
    if (!this.source || this.doc !== doc) this.source = new SlotSource(slot => this.setOf(slot)) as unknown as DecorationSource
    this.doc = doc
    return this.source
  }

  private setOf(slot: Node): DecorationSet {
    const stamp = this.everything + (this.stamps.get(keyOf(slot)) ?? 0)
    const held = this.cache.get(slot)
    if (held && held.stamp === stamp) return held.set
    const marks = this.build(slot)
    // Positions count from the start of the slot's content, as those of a document would.
    const set = marks.length ? DecorationSet.create(slot, marks) : DecorationSet.empty
    this.cache.set(slot, { stamp, set })
    return set
  }
}

/** The part of prosemirror-view's `DecorationSource` that a view and a decoration group use. */
class SlotSource {
  readonly members = [this]
  constructor(private readonly setOf: (slot: Node) => DecorationSet) {}
  forChild(_offset: number, node: Node): DecorationSource {
    return node.type === schema.nodes.slot ? this.setOf(node) : DecorationSet.empty
  }
  map(): SlotSource { return this }
  eq(other: unknown): boolean { return other === this }
  locals(): Decoration[] { return [] }
  localsInner(): Decoration[] { return [] }
  forEachSet(): void {}
}
