/** A file from outside: sent, looked at, brought in. */
import type { Content } from '../drafting/types'
import type { Report } from './api'
import type { Row } from './comparing'
import { Refused } from './http'

export interface PersonOfFile { name: string; insertions: number; deletions: number; comments: number; sample: string; party: string }
export interface BroughtFile { name: string; digest: string; format: string }
export interface ProposedByFile { id: string; number: number; kind: string; paragraph: string; party: string; by: string; basis: Content; span: [number, number]; replacement: Content }
export interface Unplaced { party: string; by: string; code: string; remark?: string; amendment?: { kind: string; basis?: Content; span?: [number, number]; replacement?: Content; content?: Content } }
export interface ProtectedWords { paragraph: string; label: string; what: 'changed' | 'removed' | 'moved'; content: Content }
export interface BroughtIn {
  stamp: string; file: BroughtFile; people: PersonOfFile[]; notes: Record<string, number>; rows: Row[]; otherwise: number
  proposals: ProposedByFile[]; remarks: number; protected: ProtectedWords[]; unplaced: Unplaced[]; moved_on: string[]
}
export interface BroughtText { id: string | null; title: string; file: BroughtFile; people: PersonOfFile[]; report: Report & { notes?: Record<string, number> }; proposals: number; remarks: number }

/** What becomes of each person's changes: a party's or coalition's id, `brackets`, `accept` or `reject`. */
export type People = Record<string, string>

interface Asked { name: string; people: People; dry?: boolean; base?: boolean; seen?: string; id?: string; title?: string }

export const overText = (seat: string, text: string, file: Blob, asked: Asked, sent?: (percent: number) => void): Promise<BroughtIn> =>
  send(`/api/s/${encodeURIComponent(seat)}/texts/${encodeURIComponent(text)}/file`, file, asked, sent)

export const asText = (seat: string, file: Blob, asked: Asked, sent?: (percent: number) => void): Promise<BroughtText> =>
  send(`/api/s/${encodeURIComponent(seat)}/files`, file, asked, sent)

export function query({ name, people, dry, base, seen, id, title }: Asked): string {
  return new URLSearchParams({
    name, people: JSON.stringify(people), ...(dry ? { dry: '1' } : {}), ...(base ? { base: '1' } : {}),
    ...(seen ? { seen } : {}), ...(id ? { id } : {}), ...(title ? { title } : {}),
  }).toString()
}

/** A choice to begin with: the party whose name the person bears; who is nobody's stays in brackets. */
export const firstPeople = (people: readonly PersonOfFile[], before: People = {}): People =>
  Object.fromEntries(people.map(person => [person.name, before[person.name] ?? (person.party || 'brackets')]))

/** Sends a file with its progress (`fetch` tells none). */
function send<T>(path: string, file: Blob, asked: Asked, sent?: (percent: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `${path}?${query(asked)}`)
    request.setRequestHeader('X-Adref', '1')
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.upload.onprogress = event => { if (event.lengthComputable) sent?.(Math.round((100 * event.loaded) / event.total)) }
    request.onerror = request.onabort = () => reject(new Refused(0, { code: 'no_network', params: {} }))
    request.onload = () => {
      const data = readJson(request.responseText)
      if (request.status >= 200 && request.status < 300) resolve(data as T)
      else reject(new Refused(request.status, (data as { error?: { code: string; params: Record<string, string | number> } } | null)?.error ?? { code: 'server', params: {} }))
    }
    request.send(file)
  })
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
