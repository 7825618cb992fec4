/** Every byte that a browser receives: socket frames, text and binary, and the bodies and heads of HTTP answers. */
import type { CDPSession, Page } from '@playwright/test'
import type { Person } from './story'

export interface Received { from: string; bytes: Buffer }

export class Recorder {
  readonly all: Received[] = []
  private readonly pending = new Set<Promise<void>>()

  private constructor(readonly person: Person) {}

  /** To be asked for before the person's page is opened. */
  static async of(person: Person): Promise<Recorder> {
    const recorder = new Recorder(person)
    await recorder.listen(person.page)
    return recorder
  }

  private async listen(page: Page): Promise<void> {
    const wire: CDPSession = await page.context().newCDPSession(page)
    await wire.send('Network.enable')
    wire.on('Network.webSocketFrameReceived', ({ response: { opcode, payloadData } }) =>
      this.keep('socket', opcode === 2 ? Buffer.from(payloadData, 'base64') : Buffer.from(payloadData)))
    wire.on('Network.webSocketHandshakeResponseReceived', ({ response }) => this.keep('handshake', Buffer.from(JSON.stringify(response))))
    page.on('response', answer => {
      const { pathname } = new URL(answer.url())
      const work = (async () => {
        this.keep(`${pathname} (head)`, Buffer.from(JSON.stringify(await answer.headersArray())))
        this.keep(pathname, await answer.body())
      })().catch(() => undefined) // an answer without a body, or of a page that was left
      this.pending.add(work)
      void work.finally(() => this.pending.delete(work))
    })
  }

  private keep(from: string, bytes: Buffer): void {
    this.all.push({ from, bytes })
  }

  /** What was received up to now, the program itself apart: it is the same for everybody. */
  async received(): Promise<Received[]> {
    await Promise.all(this.pending)
    return this.all.filter(({ from }) => !from.startsWith('/static/'))
  }

  /** What has come since then over the socket, signs of life and other people's presence apart, and by HTTP. */
  async since(mark: number): Promise<string[]> {
    const came = (await this.received()).slice(mark)
    return came.filter(({ from, bytes }) => from !== 'socket' || !isBackground(bytes)).map(({ from, bytes }) => `${this.person.name}: ${from} ${bytes.toString('latin1')}`)
  }

  /** Where any of these words stand in what was received, as UTF-8, UTF-16 or escaped in JSON. */
  async findings(words: ReadonlyArray<string | Uint8Array>): Promise<string[]> {
    const found: string[] = []
    for (const { from, bytes } of await this.received())
      for (const word of words) for (const shape of shapes(word)) if (bytes.includes(shape)) found.push(`${this.person.name}: ${typeof word === 'string' ? word : word.toString()} in ${from}`)
    return found
  }
}

function shapes(word: string | Uint8Array): Buffer[] {
  if (typeof word !== 'string') return [Buffer.from(word)]
  const escaped = [...word].map(c => (c.charCodeAt(0) > 126 ? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}` : c)).join('')
  return [Buffer.from(word), Buffer.from(word, 'utf16le'), Buffer.from(escaped)]
}

const [PRESENCE, PING] = [1, 9]

/** Frames that come while nothing happens: `[type]` alone, or a room's name and the type. */
function isBackground(frame: Buffer): boolean {
  const name = frame[0] ?? 0
  return frame.length === 1 ? name === PING : frame[1 + name] === PRESENCE
}
