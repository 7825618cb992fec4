/** The positions a party can take, in the order in which a room calls them, each with a sign that needs no colour. */
import type { Stance } from '../drafting/types'

export const STANCES: ReadonlyArray<{ stance: Stance; sign: string; tone: 'good' | 'bad' | 'warn' | 'plain' }> = [
  { stance: 'support', sign: '+', tone: 'good' },
  { stance: 'oppose', sign: '−', tone: 'bad' },
  { stance: 'reserve', sign: '!', tone: 'warn' },
  { stance: 'flexible', sign: '≈', tone: 'plain' },
  { stance: 'needs_capital', sign: '…', tone: 'plain' },
]
