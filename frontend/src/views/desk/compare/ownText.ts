/** The text as one's own party would have it, made in this browser of its drafts: the server never reads them. */
import { get } from 'svelte/store'
import type { Desk } from '../../../state/desk'
import { partyText } from '../../../state/comparing'
import type { Draft } from '../../../connection/types'
import type { Paragraph } from '../../../drafting/types'

const LONGEST = 15_000 // milliseconds that a line may take to bring everything

export const ownText = async (desk: Desk): Promise<Paragraph[]> => {
  const { paragraphs, drafts } = await ownDrafts(desk)
  return partyText(paragraphs, drafts)
}

/** The text, and the drafts of one's own party. Opens their compartments for a moment. Throws when they do not come. */
export async function ownDrafts(desk: Desk): Promise<{ paragraphs: Paragraph[]; drafts: Draft[] }> {
  const { openRoom } = await import('../../../connection/room')
  const room = await openRoom(desk.me, desk.text.id)
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the drafts did not come')), LONGEST)
      const stop = room.saving.subscribe(saving => {
        if (saving !== 'saved') return
        clearTimeout(timer)
        queueMicrotask(() => stop())
        resolve()
      })
    })
    const party = desk.me.seat.party
    return { paragraphs: get(room.paragraphs), drafts: get(room.drafts).filter(draft => draft.audience === party) }
  } finally {
    room.close()
  }
}
