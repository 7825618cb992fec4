/** A negotiation, set up by HTTP as a script of a secretariat would do it. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Paragraph, Party, Role } from '../../../src/drafting/types'
import { ROOT, type Server } from './server'

export interface Place { role: Role; party?: string }

/** One seat, reached by HTTP alone. */
export class Caller {
  private constructor(readonly url: string, readonly seat: string, private readonly cookie: string) {}

  static async join(link: string, name: string): Promise<Caller> {
    const address = new URL(link)
    const token = address.pathname.split('/').at(-1)
    const answer = await sent(`${address.origin}/api/join`, 'POST', { token, name })
    const { seat } = (await answer.json()) as { seat: string }
    return new Caller(address.origin, seat, cookies(answer))
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await sent(`${this.url}/api/s/${this.seat}${path}`, method, body, this.cookie)
    return (await answer.json()) as T
  }

  /** A negotiation of one's own: the keeper becomes its secretariat. */
  async negotiation(title: string): Promise<Caller> {
    const answer = await sent(`${this.url}/api/s/${this.seat}/negotiations`, 'POST', { title, profile: 'un' }, this.cookie)
    const { seat } = (await answer.json()) as { seat: string }
    return new Caller(this.url, seat, cookies(answer))
  }
}

/** The negotiation of the stories: its secretariat, its text, and a link for each place. */
export class Negotiation {
  readonly parties: Record<string, string> = {}
  private constructor(readonly secretariat: Caller, readonly text: string) {}

  static async on(server: Server, source?: string): Promise<Negotiation> {
    return Negotiation.of(await Caller.join(server.firstLink, 'Kim Keeper'), source)
  }

  /** Another negotiation of the same keeper. */
  static async of(keeper: Caller, source?: string): Promise<Negotiation> {
    const secretariat = await keeper.negotiation('Underwater noise')
    const parties: Record<string, string> = {}
    for (const [short, kind] of PARTIES) {
      parties[short] = (await secretariat.call<Party>('POST', '/parties', { name: NAMES[short] ?? short, short, kind })).id
    }
    const members = ['Kenya', 'Keralu'].map(short => parties[short])
    const coalition = await secretariat.call<{ id: string }>('POST', '/coalitions', { name: 'Island Group', short: 'Island Group', members })
    parties['Island Group'] = coalition.id
    const words = source ?? (await readFile(join(ROOT, 'fixtures/negotiation.md'), 'utf8'))
    const text = await secretariat.call<{ id: string }>('POST', '/texts', { title: 'Underwater noise', source: words, format: 'md', name: 'negotiation.md' })
    const made = new Negotiation(secretariat, text.id)
    Object.assign(made.parties, parties)
    return made
  }

  /** The working text as the server has it. */
  async read(): Promise<Paragraph[]> {
    return (await this.secretariat.call<{ paragraphs: Paragraph[] }>('GET', `/texts/${this.text}`)).paragraphs
  }

  async link({ role, party }: Place): Promise<string> {
    const body = party ? { role, party: this.parties[party] } : { role }
    return (await this.secretariat.call<{ url: string }>('POST', '/invitations', body)).url
  }
}

const PARTIES: ReadonlyArray<readonly [string, Party['kind']]> = [
  ['Kenya', 'delegation'], ['Norway', 'delegation'], ['Avelia', 'delegation'], ['Borrland', 'delegation'],
  ['Keralu', 'delegation'], ['Ocean Watch', 'observer'],
]
const NAMES: Record<string, string> = { Kenya: 'Republic of Kenya', Norway: 'Kingdom of Norway' }

async function sent(url: string, method: string, body: unknown, cookie = ''): Promise<Response> {
  const headers = { 'X-Adref': '1', 'Content-Type': 'application/json', ...(cookie ? { Cookie: cookie } : {}) }
  const answer = await fetch(url, { method, headers, body: body === undefined ? null : JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`)
  return answer
}

function cookies(answer: Response): string {
  return answer.headers.getSetCookie().map(line => line.split(';')[0]).join('; ')
}
