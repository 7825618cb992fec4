/** Files out: what may be chosen, how they are asked for, and what each format cannot hold. */
import { placeNames } from '../drafting/places'
import type { Amendment, FloorState, Paragraph, Proposal } from '../drafting/types'
import { request } from './http'

export const VIEWS = ['clean', 'compilation', 'unattributed', 'working', 'tracked', 'party'] as const
export const FORMATS = ['docx', 'pdf', 'html', 'akn', 'md', 'txt', 'json'] as const
export type OutputView = (typeof VIEWS)[number]
export type Format = (typeof FORMATS)[number]

/** In which a file can say what it is. */
export const HEADING_LANGUAGES = ['ar', 'en', 'es', 'fr', 'ru', 'zh'] as const
export type HeadingLanguage = (typeof HEADING_LANGUAGES)[number]

export interface Wanted {
  view: OutputView; format: Format; revision: string; base: string; language: HeadingLanguage
  /** Which open proposals stand as changes (tracked) or as adopted (clean). */
  open: 'none' | 'all' | 'some'
  /** Those chosen, by id, where it is some. */
  chosen: string[]
  lines: boolean
}
export interface Job { id: string; name: string; state: 'waiting' | 'working' | 'done' | 'failed'; code: string; ahead: number; bytes: number; asked: string }

/** The views that someone may choose: a party's own is for its delegates, and for the text as it stands. */
export const viewsFor = (delegate: boolean, revision: string): OutputView[] => VIEWS.filter(view => view !== 'party' || (delegate && !revision))
export const takesOpen = (view: OutputView): boolean => view === 'clean' || view === 'tracked'
export const hasPages = (format: Format): boolean => format === 'docx' || format === 'pdf'

/** What the file will not hold, as keys beneath `desk.outputs.loses.`; empty when it holds everything. */
export function losses(view: OutputView, format: Format): string[] {
  const out: string[] = []
  if (view === 'tracked' && format !== 'docx' && format !== 'akn' && format !== 'json') out.push(format === 'md' || format === 'txt' ? 'marks' : 'seen')
  if (view === 'tracked' && format === 'docx') out.push('moves')
  if ((view === 'compilation' || view === 'party') && !['akn', 'json'].includes(format)) out.push('structure')
  if (format === 'txt') out.push('emphasis')
  if (format === 'md') out.push('layout')
  if (format === 'html') out.push('pages')
  return out
}

const at = (seat: string, text: string): string => `/api/s/${encodeURIComponent(seat)}/texts/${encodeURIComponent(text)}/outputs`

export function outputDoors(seat: string, text: string) {
  const of = (id: string): string => `${at(seat, text)}/${encodeURIComponent(id)}`
  return {
    ask: (wanted: Wanted, party: string, drafts: Amendment[], signal?: AbortSignal): Promise<Job> =>
      request('POST', at(seat, text), bodyOf(wanted, party, drafts), signal),
    list: async (): Promise<Job[]> => (await request<{ outputs: Job[] }>('GET', at(seat, text))).outputs,
    look: (id: string, signal?: AbortSignal): Promise<Job> => request('GET', of(id), undefined, signal),
    fileUrl: (id: string): string => `${of(id)}/file`,
  }
}

const adopted = ({ open, chosen }: Wanted): { adopt?: string[] } => (open === 'all' ? { adopt: ['all'] } : open === 'some' && chosen.length ? { adopt: chosen } : {})

/** A proposal that can be chosen, with the label of the paragraph it is on. */
/** `after`: of a move, what the paragraph after which it goes is called; empty for the beginning. */
export interface Eligible { label: string; proposal: Proposal; after?: string }

/** The open proposals in the order of the text; answers to a proposal go with it. */
export function eligible(text: readonly Paragraph[], proposals: Record<string, Proposal>): Eligible[] {
  const order = new Map(text.map((paragraph, i) => [paragraph.id, i]))
  const label = new Map(text.map(paragraph => [paragraph.id, paragraph.label]))
  const called = placeNames(text)
  const home = (p: Proposal): string => p.paragraph || p.after || ''
  return Object.values(proposals).filter(p => p.stage === 'open' && !p.on)
    .sort((a, b) => (order.get(home(a)) ?? -1) - (order.get(home(b)) ?? -1) || a.number - b.number)
    .map(proposal => ({ label: label.get(home(proposal)) ?? '', proposal, ...(proposal.kind === 'move' ? { after: called.get(proposal.after ?? '') ?? '' } : {}) }))
}

/** What can be chosen in the text as it stands, or in a revision. */
export async function eligibleIn(seat: string, text: string, revision: string, signal?: AbortSignal): Promise<Eligible[]> {
  const door = `/api/s/${encodeURIComponent(seat)}/texts/${encodeURIComponent(text)}`
  if (revision) {
    const sealed = await request<{ paragraphs: Paragraph[]; proposals: Proposal[] | Record<string, Proposal> }>('GET', `${door}/revisions/${encodeURIComponent(revision)}/content`, undefined, signal)
    return eligible(sealed.paragraphs, Array.isArray(sealed.proposals) ? Object.fromEntries(sealed.proposals.map(p => [p.id, p])) : sealed.proposals)
  }
  const [{ paragraphs }, { state }] = await Promise.all([
    request<{ paragraphs: Paragraph[] }>('GET', door, undefined, signal), request<{ state: FloorState }>('GET', `${door}/floor`, undefined, signal)])
  return eligible(paragraphs, state.proposals)
}

/** What is sent: only what the chosen view and format use. */
export function bodyOf(wanted: Wanted, party: string, drafts: Amendment[]): Record<string, unknown> {
  const { view, format, language } = wanted
  return {
    view, format, language,
    ...(wanted.revision && view !== 'party' ? { revision: wanted.revision } : {}),
    ...(view === 'tracked' && wanted.base ? { base: wanted.base } : {}),
    ...(takesOpen(view) ? adopted(wanted) : {}),
    ...(hasPages(format) && wanted.lines ? { line_numbers: true } : {}),
    ...(view === 'party' ? { party, drafts } : {}),
  }
}

/** Looks again until it is made or has failed. */
export async function untilEnded(job: Job, look: (id: string) => Promise<Job>, tell: (job: Job) => void, wait: (ms: number) => Promise<void>): Promise<Job> {
  let now = job
  for (let pause = 400; now.state === 'waiting' || now.state === 'working'; pause = Math.min(pause * 1.5, 3000)) {
    await wait(pause)
    now = await look(now.id)
    tell(now)
  }
  return now
}
