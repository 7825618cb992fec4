/** The text's doors over HTTP, as the connection needs them. */
import type { Command, Failure, FloorState, Outcome, Remark } from '../drafting/types'

/** The server decided against it. */
export class Refused extends Error {
  constructor(readonly status: number, readonly failure: Failure) {
    super(failure.code)
  }
}

/** The server could not be asked; asking again may work. */
export class Unreachable extends Error {
  readonly failure: Failure = { code: 'no_network', params: {} }
}

export interface Doors {
  floor(): Promise<{ seq: number; state: FloorState }>
  desk(): Promise<Remark[]>
  mine(): Promise<Remark[]>
  command(id: string, command: Command, dry: boolean): Promise<Outcome>
}

export function doors(seat: string, text: string, ask: typeof fetch = (...args) => fetch(...args)): Doors {
  const base = `/api/s/${encodeURIComponent(seat)}/texts/${encodeURIComponent(text)}`
  const request = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    let answer: Response
    try {
      answer = await ask(base + path, {
        method, credentials: 'same-origin',
        headers: { 'X-Adref': '1', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    } catch {
      throw new Unreachable()
    }
    if (answer.status >= 500 || answer.status === 429) throw new Unreachable()
    const data: unknown = await answer.json().catch(() => null)
    if (!answer.ok) throw new Refused(answer.status, failureOf(data))
    return data as T
  }
  const remarks = async (path: string): Promise<Remark[]> => (await request<{ remarks: Remark[] }>('GET', path)).remarks
  return {
    floor: () => request('GET', '/floor'),
    desk: () => remarks('/desk'),
    mine: () => remarks('/remarks/mine'),
    command: (id, command, dry) => request('POST', '/commands', dry ? { id, command, dry } : { id, command }),
  }
}

function failureOf(data: unknown): Failure {
  const error = (data as { error?: Partial<Failure> } | null)?.error
  return { code: typeof error?.code === 'string' ? error.code : 'not_found', params: error?.params ?? {} }
}
