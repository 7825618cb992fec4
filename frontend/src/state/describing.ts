/** An act of the record as a sentence. */
import { t } from '../i18n/catalogue.svelte'
import { shortOf, type Membership } from '../drafting/membership'
import type { FloorEvent, FloorState, Proposal } from '../drafting/types'
import { homeOf } from './outline'

export interface Said { words: string; paragraph: string | null }

/** `label` answers with the printed label of a paragraph ('' when it has none). */
export function describeEvent(event: FloorEvent, floor: FloorState, membership: Membership, label: (paragraph: string) => string): Said {
  const first = Array.isArray(event['proposals']) ? (event['proposals'] as Proposal[])[0] : undefined
  const id = text(event['proposal']) ?? (event['proposal'] as Proposal | undefined)?.id ?? first?.id
  const proposal = first ?? (id ? floor.proposals[id] : undefined)
  const paragraph = text(event['paragraph']) ?? (event['paragraphs'] as string[] | undefined)?.[0] ?? (event['remark'] as { paragraph?: string } | undefined)?.paragraph ?? (proposal ? homeOf(proposal, floor) : null)
  const party = text(event['party']) ?? proposal?.party ?? event.by.party ?? ''
  const words = t(`event.${event.type}`, {
    n: proposal?.number ?? (typeof event['proposals'] === 'number' ? event['proposals'] : 0),
    file: (event['file'] as { name?: string } | undefined)?.name ?? '',
    base: event['base'] === true ? 'yes' : 'no',
    of: proposal ? shortOf(membership, proposal.party) : '',
    party: shortOf(membership, party),
    label: (paragraph && label(paragraph)) || t('leftovers.paragraph'),
    stance: event['stance'] ? t(`stance.${text(event['stance'])}`) : 'none',
    state: t(`state.${text(event['state']) ?? 'open'}`),
    on: event['on'] === false ? 'no' : 'yes',
    parties: ((event['codrafting'] as string[] | undefined) ?? []).map(p => shortOf(membership, p)).join(', ') || '–',
    target: paragraph ? 'some' : 'none',
    more: Math.max(0, ((event['paragraphs'] as string[] | undefined)?.length ?? 0) - 1),
    symbol: (event['revision'] as { symbol?: string } | undefined)?.symbol ?? '',
  })
  return { words, paragraph: paragraph || null }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
