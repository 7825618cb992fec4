/** Which slots the view has, in order, and what stands in each. */
import type { Draft } from '../connection/types'
import type { Content, Paragraph } from '../drafting/types'
import { isIdle } from '../crdt/drafts'
import type { Shape } from './schema'

export interface Slot {
  key: string
  paragraph: Paragraph | null // null: an own new paragraph, or an orphan
  draft: Draft | null
  offered: Draft[] // other drafts of the same paragraph that one may open instead
  orphan: boolean // its paragraph was taken out of the working text while it was drafted
}

export const DRAFT = 'draft:'
export const draftKey = (id: string): string => DRAFT + id
const inPlace = (draft: Draft): boolean => draft.kind === 'change' || draft.kind === 'delete'
const byId = (a: Draft, b: Draft): number => (a.id < b.id ? -1 : 1)

export function contentOfSlot(slot: Slot): Content {
  return slot.draft ? slot.draft.content : (slot.paragraph?.content ?? [])
}

export function shapeOfSlot(slot: Slot): Shape {
  const draft = slot.draft
  if (slot.paragraph) return slot.paragraph
  return { kind: draft?.paragraphKind ?? 'plain', level: draft?.level ?? 0 }
}

/**
 * `paragraphs` in order; `drafts` are those this person may type in, the own party's first. `opened` says which draft of
 * a paragraph this person chose; otherwise the earliest opens. `before` are the keys now in the view: an orphan stays
 * where it stood.
 */
export function arrange(paragraphs: readonly Paragraph[], drafts: readonly Draft[], opened: ReadonlyMap<string, string>, before: readonly string[]): Slot[] {
  const changes = new Map<string, Draft[]>()
  const followers = new Map<string, Draft[]>()
  const push = (map: Map<string, Draft[]>, key: string, draft: Draft): void => void (map.get(key)?.push(draft) ?? map.set(key, [draft]))
  for (const draft of drafts) {
    if (isIdle(draft)) continue
    if (inPlace(draft)) push(changes, draft.paragraph, draft)
    else push(followers, draft.kind === 'alternative' ? draft.paragraph : (draft.after ?? ''), draft)
  }
  const out: Slot[] = []
  const follow = (id: string, label = ''): void => {
    const list = followers.get(id)
    if (!list) return
    followers.delete(id) // also ends circles
    for (const draft of list.sort((a, b) => Number(b.kind === 'alternative') - Number(a.kind === 'alternative') || byId(a, b))) {
      // An alternative bears the label of its paragraph, as it is now.
      const own = draft.kind === 'alternative' && label && label !== draft.label ? { ...draft, label } : draft
      out.push({ key: draftKey(draft.id), paragraph: null, draft: own, offered: [], orphan: false })
      follow(draft.id)
    }
  }
  follow('')
  for (const paragraph of paragraphs) {
    out.push({ key: paragraph.id, paragraph, ...choose(changes.get(paragraph.id) ?? [], opened.get(paragraph.id)), orphan: false })
    changes.delete(paragraph.id)
    follow(paragraph.id, paragraph.label)
  }
  for (const [id, list] of changes) placeOrphan(out, { key: id, paragraph: null, ...choose(list, opened.get(id)), orphan: true }, before)
  for (const id of [...followers.keys()]) follow(id)
  return out
}

function choose(list: Draft[], opened: string | undefined): { draft: Draft | null; offered: Draft[] } {
  const draft = list.find(d => d.id === opened) ?? list[0] ?? null
  return { draft, offered: list.filter(d => d !== draft) }
}

function placeOrphan(out: Slot[], orphan: Slot, before: readonly string[]): void {
  for (let i = before.indexOf(orphan.key) - 1; i >= 0; i--) {
    const at = out.findIndex(slot => slot.key === before[i])
    if (at >= 0) return void out.splice(at + 1, 0, orphan)
  }
  if (before.includes(orphan.key)) out.unshift(orphan)
  else out.push(orphan)
}
