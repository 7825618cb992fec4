/** One sign for all compartments: `saved` only when the server has acknowledged everything. */
import { TROUBLES, type Saving, type Trouble } from './types'

export interface SavingFacts { connected: boolean; everConnected: boolean; saved: readonly boolean[]; trouble?: Trouble | null }

export function savingOf({ connected, everConnected, saved, trouble = null }: SavingFacts): Saving {
  if (!connected) return everConnected || saved.length === 0 ? 'offline' : 'connecting'
  if (trouble) return trouble
  if (saved.every(Boolean)) return 'saved'
  return everConnected ? 'saving' : 'connecting'
}

/** What the server says of its trouble; null when the message is about something else. */
export function troubleIn(message: { type?: unknown; why?: unknown }): Trouble | null {
  if (message.type !== 'trouble') return null
  return TROUBLES.find(trouble => trouble === message.why) ?? 'stopped'
}

export const inTrouble = (saving: Saving): boolean => TROUBLES.some(trouble => trouble === saving)
