/** The doors of one seat (docs/architecture.md, HTTP). */
import type { Coalition, Command, Edit, FloorEvent, Outcome, Paragraph, Party, Role } from '../drafting/types'
import { request } from './http'

export interface TextEntry { id: string; title: string; symbol: string }
export interface Negotiation { id: string; title: string; profile: string; parties: Party[]; coalitions: Coalition[] }
export interface Me { seat: { id: string; name: string; role: Role | 'keeper'; party: string | null }; negotiation: Negotiation | null; texts: TextEntry[]; kept?: Array<{ id: string; title: string; seat: string }> }
export interface Invitation { id: string; url: string | null; role: Role; party: string | null; expires_at: string | null; revoked: boolean; used: boolean | number }
export interface InvitationNews { negotiation: string; party: string | null; role: string; seat?: string | null }
export interface Unbalanced { line?: number; column?: number; char?: string; paragraph?: string; [more: string]: unknown }
export interface Report {
  open: number; close: number; brackets: number; max_depth: number; unbalanced: Unbalanced[]; options: number
  attributions: Record<string, number>; paragraphs: Record<string, number>; agreed?: number
}
export interface Suggestion { kind: string; paragraph: string; at: number[]; options: string[]; edits: Edit[] }
export interface OptionChoice { paragraph: string; number: string; paragraphs: Paragraph[] }
/** `paragraphs`: those that the suggestions touch, by id. */
export interface Streamlining { suggestions: Suggestion[]; groups: OptionChoice[][]; paragraphs: Record<string, Paragraph> }
export interface ProofSpan { party: string; paragraph: string; words: string[] }
export interface ProofAnswer { holds: boolean; kept: number; merged: ProofSpan[]; missing: ProofSpan[]; added: ProofSpan[]; labels?: Record<string, string> }
export type ExportView = 'working' | 'compilation' | 'unattributed' | 'clean'

const list = <T>(value: T[] | Record<string, T> | undefined): T[] => (Array.isArray(value) ? value : Object.values(value ?? {}))

export const invitationNews = (token: string): Promise<InvitationNews> => request('GET', `/api/invitations/${encodeURIComponent(token)}`)
export const join = (token: string, name: string): Promise<{ seat: string; negotiation: unknown }> => request('POST', '/api/join', { token, name })

/** Everything that a seat may ask; each answers with JSON or throws `Refused`. */
export function doors(seat: string) {
  const at = `/api/s/${encodeURIComponent(seat)}`
  const text = (id: string): string => `${at}/texts/${encodeURIComponent(id)}`
  return {
    async me(signal?: AbortSignal): Promise<Me> {
      const me = await request<Me>('GET', `${at}/me`, undefined, signal)
      const n = me.negotiation
      return { ...me, negotiation: n && { ...n, parties: list(n.parties), coalitions: list(n.coalitions) } }
    },
    createNegotiation: (title: string, profile: string): Promise<{ negotiation: unknown; seat: string }> =>
      request('POST', `${at}/negotiations`, { title, profile }),
    addParty: (party: Omit<Party, 'id'>): Promise<Party> => request('POST', `${at}/parties`, party),
    changeParty: (id: string, party: Partial<Omit<Party, 'id'>>): Promise<Party> => request('PATCH', `${at}/parties/${id}`, party),
    removeParty: (id: string): Promise<void> => request('DELETE', `${at}/parties/${id}`),
    addCoalition: (c: Omit<Coalition, 'id'>): Promise<Coalition> => request('POST', `${at}/coalitions`, c),
    changeCoalition: (id: string, c: Partial<Omit<Coalition, 'id'>>): Promise<Coalition> => request('PATCH', `${at}/coalitions/${id}`, c),
    removeCoalition: (id: string): Promise<void> => request('DELETE', `${at}/coalitions/${id}`),
    async invitations(): Promise<Invitation[]> {
      const answer = await request<Invitation[] | { invitations: Invitation[] }>('GET', `${at}/invitations`)
      return Array.isArray(answer) ? answer : answer.invitations
    },
    invite: (role: string, party: string | null, expires_at: string | null): Promise<Invitation> =>
      request('POST', `${at}/invitations`, { role, ...(party ? { party } : {}), ...(expires_at ? { expires_at } : {}) }),
    revoke: (id: string): Promise<void> => request('DELETE', `${at}/invitations/${id}`),
    importText: (title: string, source: string, format: 'md' | 'txt', name: string): Promise<{ id: string; report: Report }> =>
      request('POST', `${at}/texts`, { title, source, format, name }),
    report: (id: string): Promise<Report> => request('GET', `${text(id)}/report`),
    record: async (id: string): Promise<FloorEvent[]> => (await request<{ events: FloorEvent[] }>('GET', `${text(id)}/record`)).events,
    streamlining: (id: string): Promise<Streamlining> => request('GET', `${text(id)}/streamline`),
    proof: (id: string, old: string, next = 'now'): Promise<ProofAnswer> => request('GET', `${text(id)}/proof?${new URLSearchParams({ old, new: next })}`),
    /** An act from outside the meeting page: at once or not at all. */
    act: (id: string, command: Command): Promise<Outcome> => request('POST', `${text(id)}/commands`, { id: crypto.randomUUID(), command }),
    exportUrl: (id: string, view: ExportView, format: 'docx' | 'md', adopt: string[] = []): string =>
      `${text(id)}/export?${new URLSearchParams({ view, format, ...(adopt.length ? { adopt: adopt.join(',') } : {}) })}`,
  }
}
export type Doors = ReturnType<typeof doors>
