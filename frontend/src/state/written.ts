/** The written views of a text. */
import type { Membership } from '../drafting/membership'
import type { FloorState, Paragraph, WrittenParagraph } from '../drafting/types'
import type { View } from './meeting.svelte'

export function written(view: View, paragraphs: Paragraph[], floor: FloorState, membership: Membership, profile: string, chosen: string[]): WrittenParagraph[] {
  void view, membership, profile, chosen
  return paragraphs.map(p => ({ ...p, state: floor.states[p.id] ?? 'open', runs: p.content.map(c => ({ ...c, fate: 'kept' as const })) }))
}
