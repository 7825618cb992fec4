/** Answers of the doors, in memory, for the pages of the harness. `?role=` chooses the seat. */
import type { Coalition, Party } from '../../src/drafting/types'
import type { Invitation, Me, Report } from '../../src/state/api'

export const PARTIES: Party[] = [
  { id: 'avelia', name: 'Republic of Avelia', short: 'Avelia', kind: 'delegation' },
  { id: 'borrland', name: 'Kingdom of Borrland', short: 'Borrland', kind: 'delegation' },
  { id: 'casmara', name: 'Casmara', short: 'Casmara', kind: 'delegation' },
  { id: 'congo', name: 'The United Democratic and Federative Republic of the Upper and Lower Doria Islands and Dependent Territories', short: 'Upper Doria', kind: 'delegation' },
  { id: 'doria', name: 'Federation of Doria', short: 'Doria', kind: 'delegation' },
  { id: 'estmark', name: 'Republic of Estmark', short: 'Estmark', kind: 'delegation' },
  { id: 'keralu', name: 'Islands of Keralu', short: 'Keralu', kind: 'delegation' },
  { id: 'solenne', name: 'جمهورية سولين', short: 'سولين', kind: 'delegation' },
  { id: 'wildlife', name: 'Society for the Living Sea', short: 'SLS', kind: 'observer' },
]
export const COALITIONS: Coalition[] = [
  { id: 'island', name: 'Island Group', short: 'Island Group', members: ['keralu', 'solenne', 'avelia'] },
  { id: 'northern', name: 'Northern Group', short: 'Northern Group', members: ['borrland', 'estmark'] },
]
const REPORT: Report = {
  open: 118, close: 117, brackets: 117, max_depth: 4, unbalanced: [{ line: 44, column: 18, char: '[' }], options: 2,
  attributions: { Avelia: 6, Doria: 5, 'Island Group': 4, Borrland: 3 }, paragraphs: { title: 1, heading: 6, pp: 15, op: 18, item: 9 }, agreed: 4,
}

export function fakeMe(role: string): Me {
  const party = role === 'delegate' ? 'avelia' : role === 'observer' ? 'wildlife' : null
  const name = { delegate: 'Amara Ndiaye', observer: 'Lena Hoff', keeper: 'Keeper' }[role] ?? 'Ingrid Solvang'
  if (role === 'keeper') return { seat: { id: 'seat', name, role: 'keeper', party: null }, negotiation: null, texts: [] }
  const empty = role === 'empty'
  return {
    seat: { id: 'seat', name, role: (empty ? 'secretariat' : role) as 'chair', party },
    negotiation: { id: 'n1', title: 'Underwater noise and the living ocean: third session of the open-ended working group', profile: 'un', parties: empty ? [] : PARTIES, coalitions: empty ? [] : COALITIONS },
    texts: empty ? [] : [{ id: 'text', title: 'Underwater noise and the living ocean', symbol: 'A/C.2/81/L.5' }, { id: 'text2', title: 'Annex: Voluntary guidelines on quiet ships', symbol: '' }],
  }
}

export function fakeServer(role: string): typeof fetch {
  const invitations: Invitation[] = role === 'empty' ? [] : PARTIES.slice(0, 3).map((p, i) => ({ id: `i${i}`, url: `/i/token${i}`, role: 'delegate', party: p.id, expires_at: i ? '2026-12-01T12:00:00Z' : null, revoked: i === 2, used: i === 0 }))
  const json = (data: unknown, status = 200): Response => new Response(JSON.stringify(data), { status, headers: { 'Content-Type': 'application/json' } })
  const by = { seat: 's1', name: 'Ingrid Solvang', role: 'chair', party: null }
  return async (input, init) => {
    const path = new URL(String(input), location.origin).pathname
    const method = init?.method ?? 'GET'
    if (path === '/api/invitations/good') return json({ negotiation: fakeMe('delegate').negotiation?.title, party: 'Republic of Avelia', role: 'delegate' })
    if (path.startsWith('/api/invitations/')) return json({ error: { code: 'not_found', params: {} } }, 404)
    if (path === '/api/join') return json({ seat: 'seat', negotiation: 'n1' })
    if (path.endsWith('/me')) return path.includes('/s/gone/') ? json({}, 404) : json(fakeMe(role))
    if (path.endsWith('/invitations') && method === 'POST') {
      const body = JSON.parse(String(init?.body)) as { role: 'delegate'; party?: string }
      const made: Invitation = { id: `i${invitations.length}`, url: `/i/token${invitations.length}`, role: body.role, party: body.party ?? null, expires_at: null, revoked: false, used: false }
      invitations.unshift(made)
      return json(made)
    }
    if (path.endsWith('/invitations')) return json([...invitations])
    if (path.endsWith('/texts') && method === 'POST') return json({ id: 'text', report: REPORT })
    if (path.includes('/record/')) return json({ error: { code: 'not_found', params: {} } }, 404) // nothing is signed here
    if (path.endsWith('/record')) {
      return json({ events: [
        { seq: 1, type: 'submitted', at: '2026-11-21T09:58:00Z', by: { ...by, name: 'Tomás Arriaga', role: 'delegate', party: 'avelia' }, proposals: [{ id: 'prop1', number: 1, party: 'avelia', paragraph: 'p7', on: '' }] },
        { seq: 2, type: 'position_taken', at: '2026-11-21T10:01:00Z', by: { ...by, name: 'Jon Ek', role: 'delegate', party: 'estmark' }, proposal: 'prop1', party: 'estmark', stance: 'support' },
        { seq: 3, type: 'marked', at: '2026-11-21T10:04:00Z', by, paragraph: 'p3', state: 'agreed' },
        { seq: 4, type: 'pointed', at: '2026-11-21T10:05:00Z', by, paragraph: 'p7' },
      ] })
    }
    return json({ id: 'x' })
  }
}
