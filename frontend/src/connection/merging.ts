/**
 * The working text changing under drafts: both changes together where they do not meet; otherwise the draft stays as it
 * is and the editor shows both. Of all who have the drafts open only one writes, or the words would come twice.
 */
import { get, type Readable } from 'svelte/store'
import { merge } from '../crdt/changes'
import { sameContent } from '../crdt/content'
import { draftsOf, isIdle, readDraft, removeDraft, setBasis, writeDraft } from '../crdt/drafts'
import { MERGED } from '../crdt/origins'
import type { Content, Paragraph } from '../drafting/types'
import { isDrafts } from './compartments'
import type { Compartment } from './types'

/** Moves every draft of a compartment on to the words its paragraph has now. */
export function mergeDrafts(compartment: Compartment, contentOf: (paragraph: string) => Content | undefined): void {
  for (const [id, map] of [...draftsOf(compartment.doc).entries()]) {
    const draft = readDraft(id, map)
    if (draft.kind !== 'change' && draft.kind !== 'delete') continue
    const now = contentOf(draft.paragraph)
    if (now && !sameContent(draft.basis, now)) mergeOne(compartment, draft, now)
  }
}

function mergeOne({ doc }: Compartment, draft: ReturnType<typeof readDraft>, now: Content): void {
  const merged = draft.kind === 'delete' ? [] : merge(draft.basis, draft.content, now)
  if (merged === null) return
  doc.transact(() => {
    if (draft.kind === 'change' && sameContent(merged, now)) return removeDraft(doc, draft.id, MERGED)
    writeDraft(doc, draft.id, merged, MERGED)
    setBasis(doc, draft.id, now, MERGED)
  }, MERGED)
}

/** The member whose browser merges: the lowest client among those present. */
export function leads({ awareness, doc }: Compartment): boolean {
  if (!awareness) return true
  for (const client of awareness.getStates().keys()) if (client < doc.clientID) return false
  return true
}

const SWEEP = 60_000 // ms

export interface MergingHost {
  paragraphs: Readable<Paragraph[]>
  compartments: Readable<Record<string, Compartment>>
  /** Whether a compartment is in step with the server and nobody composes in it. */
  ready(name: string): boolean
}

/** Merges a moment after the working text or the drafts came to rest. */
export function watchMerging(host: MergingHost, pause = 200): { soon(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | null = null
  let idle = new Set<string>()
  const mine = (): Compartment[] => Object.values(get(host.compartments)).filter(c => isDrafts(c.name) && c.writable && host.ready(c.name) && leads(c))
  // Drafts that were undone are kept for a while, so that they can be done again.
  const sweep = setInterval(() => { idle = removeIdle(mine(), idle) }, SWEEP)
  const run = (): void => {
    timer = null
    const words = new Map(get(host.paragraphs).map(p => [p.id, p.content]))
    for (const compartment of mine()) mergeDrafts(compartment, id => words.get(id))
  }
  const soon = (): void => { timer ??= setTimeout(run, pause) }
  const stop = host.paragraphs.subscribe(soon)
  return { soon, stop: () => { stop(); clearInterval(sweep); if (timer) clearTimeout(timer) } }
}

/** Removes the drafts that were idle before and still are; returns those that are idle now. */
export function removeIdle(compartments: readonly Compartment[], before: ReadonlySet<string>): Set<string> {
  const now = new Set<string>()
  for (const { doc } of compartments) {
    for (const [id, map] of [...draftsOf(doc).entries()]) {
      if (!isIdle(readDraft(id, map))) continue
      if (before.has(id)) removeDraft(doc, id, MERGED)
      else now.add(id)
    }
  }
  return now
}
