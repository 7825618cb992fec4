/**
 * This browser keeps the last checkpoint of each record and checks that every new one continues it (SPEC [K5]). Whoever
 * runs the server cannot write the past anew without being noticed here.
 */
import type { FloorEvent } from '../drafting/types'
import { request } from './http'

export interface Checkpoint { format: string; text: string; seq: number; head: string; at: string; key: string; signature: string }
export type Alarm = 'other_key' | 'shorter' | 'rewritten' | 'bad_signature' | 'other_text' | 'other_record'
/** `first`: nothing was kept here before. `kept` is what was kept, `now` what the server says. */
export type Standing =
  | { state: 'good'; now: Checkpoint; kept: Checkpoint | null; signature: boolean }
  | { state: 'bad'; alarm: Alarm; now: Checkpoint; kept: Checkpoint | null }
  | { state: 'unable' }

/** JSON in the canonical form of RFC 8785. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(',')}}`
}

const bytes = (words: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(words)
const fromHex = (digits: string): Uint8Array<ArrayBuffer> => Uint8Array.from(digits.match(/../g) ?? [], pair => parseInt(pair, 16))
const toHex = (data: ArrayBuffer): string => Array.from(new Uint8Array(data), byte => byte.toString(16).padStart(2, '0')).join('')
const sha256 = async (data: Uint8Array<ArrayBuffer>): Promise<string> => toHex(await crypto.subtle.digest('SHA-256', data))

export const beginning = (text: string): Promise<string> => sha256(bytes(canonical({ format: 'adref-record/1', text })))
export const digestOf = (event: FloorEvent): Promise<string> => sha256(bytes(canonical(event)))

/** The head after some more acts, given by their digests. */
export async function grown(head: string, digests: readonly string[]): Promise<string> {
  for (const digest of digests) head = await sha256(fromHex(head + digest))
  return head
}

/** The head of a record, from its first act to `upto`. */
export async function headOf(text: string, events: readonly FloorEvent[], upto: number): Promise<string> {
  const wanted = events.slice(0, upto)
  if (wanted.some((event, i) => event.seq !== i + 1)) return ''
  return grown(await beginning(text), await Promise.all(wanted.map(digestOf)))
}

/** Sixteen digits in groups, as people compare them aloud. */
export const fingerprint = (digits: string): string => (digits.slice(0, 16).match(/.{4}/g) ?? []).join(' ')

/** Whether the signature is good; null: this browser does not know Ed25519. */
async function isSigned({ signature, ...rest }: Checkpoint): Promise<boolean | null> {
  try {
    const key = await crypto.subtle.importKey('raw', fromHex(rest.key), 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', key, fromHex(signature), bytes(canonical(rest)))
  } catch (thrown) {
    return thrown instanceof DOMException && thrown.name === 'NotSupportedError' ? null : false
  }
}

const place = (seat: string, text: string): string => `adref.record.${seat}.${text}`
export function keptFor(seat: string, text: string): Checkpoint | null {
  try {
    return JSON.parse(localStorage.getItem(place(seat, text)) ?? 'null') as Checkpoint | null
  } catch {
    return null
  }
}

/** Asks how far the record goes and checks it against what this browser holds; keeps it when it is good. */
export async function check(seat: string, text: string): Promise<Standing> {
  const door = `/api/s/${encodeURIComponent(seat)}/texts/${encodeURIComponent(text)}/record`
  const now = await request<Checkpoint>('GET', `${door}/checkpoint`)
  // Without a secure connection browsers give no means to check anything.
  if (!globalThis.crypto?.subtle) return { state: 'unable' }
  const kept = keptFor(seat, text)
  const signed = await isSigned(now)
  const alarm = await alarmOf(now, kept, text, signed, async (after, upto) =>
    (await request<{ digests: string[] }>('GET', `${door}/digests?after=${after}&upto=${upto}`)).digests)
  if (alarm) return { state: 'bad', alarm, now, kept }
  try {
    localStorage.setItem(place(seat, text), JSON.stringify(now))
  } catch { /* no room to keep anything: what was kept before stays */ }
  return { state: 'good', now, kept, signature: signed === true }
}

export async function alarmOf(
  now: Checkpoint, kept: Checkpoint | null, text: string, signed: boolean | null, between: (after: number, upto: number) => Promise<string[]>,
): Promise<Alarm | null> {
  if (now.text !== text) return 'other_text'
  if (signed === false) return 'bad_signature'
  if (!kept) return null
  if (kept.key !== now.key) return 'other_key'
  if (now.seq < kept.seq) return 'shorter'
  const digests = now.seq > kept.seq ? await between(kept.seq, now.seq) : []
  const continues = digests.length === now.seq - kept.seq && (await grown(kept.head, digests)) === now.head
  return continues ? null : 'rewritten'
}

/** The same, with the whole record at hand: every act is the one that was signed. */
export async function checkWhole(standing: Standing, text: string, events: readonly FloorEvent[]): Promise<Standing> {
  if (standing.state !== 'good') return standing
  const { now, kept } = standing
  return (await headOf(text, events, now.seq)) === now.head ? standing : { state: 'bad', alarm: 'other_record', now, kept }
}
