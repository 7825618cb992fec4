/** The secretariat's desk of one text: what its tabs share, and for whom each of them is. */
import type { Membership } from '../drafting/membership'
import { doors, type Doors, type Me, type Negotiation, type TextEntry } from './api'
import { News } from './news'
import { inBureau, membershipOf } from './people'
import { DESK_TABS, type DeskTab } from './route.svelte'

export interface Desk {
  me: Me
  negotiation: Negotiation
  membership: Membership
  text: TextEntry
  /** Whether the reader is of the bureau. What one may do is decided by the server; this only spares doors that stay shut. */
  bureau: boolean
  door: Doors
  /** What happens on the floor meanwhile. */
  news: News
}

const FOR_BUREAU: readonly DeskTab[] = ['bring-in', 'streamline']
export const isOpen = (tab: DeskTab, bureau: boolean): boolean => bureau || !FOR_BUREAU.includes(tab)
export const tabsFor = (bureau: boolean): DeskTab[] => DESK_TABS.filter(tab => isOpen(tab, bureau))
/** The tab's part of its catalogue keys: `desk.bring_in.title`. */
export const keyOf = (tab: DeskTab): string => tab.replace('-', '_')

/** Opens the desk of a text for a seat; null when the text is not in the negotiation. */
export async function openDesk(seat: string, text: string): Promise<Desk | null> {
  const door = doors(seat)
  const me = await door.me()
  const entry = me.texts.find(e => e.id === text)
  if (!entry || !me.negotiation) return null
  return { me, negotiation: me.negotiation, membership: membershipOf(me.negotiation), text: entry, bureau: inBureau(me.seat.role), door, news: new News(seat, text) }
}
