/** The written views of a text: what the compilation becomes on paper. */
import { clean } from '../drafting/clean'
import { compile } from '../drafting/compilation'
import type { Membership } from '../drafting/membership'
import { profileOf } from '../drafting/profiles'
import type { FloorState, Paragraph, WrittenParagraph } from '../drafting/types'
import { namesOf, write } from '../drafting/writing'
import type { View } from './meeting.svelte'

export function written(view: View, paragraphs: Paragraph[], floor: FloorState, membership: Membership, profile: string, chosen: string[]): WrittenParagraph[] {
  const proposals = Object.values(floor.proposals)
  const names = namesOf(membership)
  if (view !== 'clean') return write(compile(paragraphs, proposals), profileOf(profile), names, view === 'compilation', floor.states)
  return clean(paragraphs, proposals, chosen, Object.values(names), floor.states)
}
