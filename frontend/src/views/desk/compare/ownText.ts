/** The text as one's own party would have it, made in this browser of its drafts: the server never reads them. */
import { get } from 'svelte/store'
import type { Desk } from '../../../state/desk'
import { partyText } from '../../../state/comparing'
import type { Paragraph } from '../../../drafting/types'

const LONGEST = 15_000 // milliseconds that a line may take to bring everything

/** Opens the text's compartments for a moment and closes them again. Throws when they do not come. */
export async function ownText(desk: Desk): Promise<Paragraph[]> {
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
    return partyText(get(room.paragraphs), get(room.drafts).filter(draft => draft.audience === party))
  } finally {
    room.close()
  }
}
