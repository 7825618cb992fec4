/** One sign for all compartments: `saved` only when the server has acknowledged everything. */
import type { Saving } from './types'

export interface SavingFacts { connected: boolean; everConnected: boolean; saved: readonly boolean[] }

export function savingOf({ connected, everConnected, saved }: SavingFacts): Saving {
  if (!connected) return everConnected || saved.length === 0 ? 'offline' : 'connecting'
  if (saved.every(Boolean)) return 'saved'
  return everConnected ? 'saving' : 'connecting'
}
