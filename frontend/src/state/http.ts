/** Requests to the server; a refusal becomes a `Refused` with a code of the catalogue. */
import type { Failure } from '../drafting/types'

export class Refused extends Error {
  constructor(readonly status: number, readonly failure: Failure) {
    super(failure.code)
  }
}

/** What went wrong, as a failure of the catalogue, whatever was thrown. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Refused) return thrown.failure
  if (typeof thrown === 'object' && thrown !== null) {
    if ('failure' in thrown && isFailure(thrown.failure)) return thrown.failure
    if (isFailure(thrown)) return thrown
  }
  return { code: 'no_network', params: {} }
}

function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string'
}

export async function request<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(path, {
    method,
    headers: { 'X-Adref': '1', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
    credentials: 'same-origin',
  })
  const text = await answer.text()
  const data: unknown = text && answer.headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : null
  if (answer.ok) return data as T
  const error = (data as { error?: unknown } | null)?.error
  throw new Refused(answer.status, isFailure(error) ? { code: error.code, params: error.params ?? {} } : { code: codeOf(answer.status), params: {} })
}

/** The same for a file. */
export async function requestFile(path: string, body: unknown): Promise<Blob> {
  const headers = { 'X-Adref': '1', 'Content-Type': 'application/json' }
  const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body), credentials: 'same-origin' })
  if (answer.ok) return answer.blob()
  const { error } = (await answer.json().catch(() => ({}))) as { error?: unknown }
  throw new Refused(answer.status, isFailure(error) ? { code: error.code, params: error.params ?? {} } : { code: codeOf(answer.status), params: {} })
}

function codeOf(status: number): string {
  if (status === 404 || status === 401) return 'not_found'
  if (status === 413) return 'too_large'
  if (status === 429) return 'too_many'
  return 'server'
}
