/** The rules of procedure: (status, event) -> status (mirrors adref/drafting/procedure.py). */
import type { ParagraphState, Stage } from './types'

const PROPOSAL: Readonly<Record<string, Readonly<Record<string, Stage>>>> = {
  open: {
    answered: 'open', position_taken: 'open', cosponsored: 'open', adopted: 'adopted', bracketed: 'bracketed',
    parked: 'parked', overtaken: 'overtaken', withdrawn: 'withdrawn',
  },
  parked: {
    position_taken: 'parked', cosponsored: 'parked', unparked: 'open', overtaken: 'overtaken', withdrawn: 'withdrawn',
  },
}
const PARAGRAPH: Readonly<Record<ParagraphState, Readonly<Record<string, ParagraphState>>>> = {
  open: { amended: 'open', agreed_ad_ref: 'agreed_ad_ref', agreed: 'agreed' },
  agreed_ad_ref: { agreed: 'agreed', open: 'open' },
  agreed: { open: 'open' },
}

/** The stage of a proposal after an event; null when the procedure does not provide for it. */
export function proposalAfter(stage: Stage, event: string): Stage | null { return PROPOSAL[stage]?.[event] ?? null }

/** The state of a paragraph after an event; null when the procedure does not provide for it. */
export function paragraphAfter(state: ParagraphState, event: string): ParagraphState | null {
  return PARAGRAPH[state][event] ?? null
}
