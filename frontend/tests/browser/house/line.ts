/** A line between browsers and the server that can fail as lines do. */
import { createServer, Socket, type Server as Listener } from 'node:net'
import { once } from 'node:events'
import type { Server } from './server'

const ACT = /^POST \/api\/s\/[^/]+\/texts\/[^/]+\/commands /

export class Line {
  url = ''
  private port = 0
  private listener: Listener | null = null
  private readonly ends = new Set<Socket>()
  private swallowing: (() => void) | null = null

  private constructor(private readonly server: Server) {}

  static async to(server: Server): Promise<Line> {
    const line = new Line(server)
    await line.mend()
    line.url = `http://127.0.0.1:${line.port}`
    return line
  }

  /** Every connection breaks, and no other can be made. */
  async cut(): Promise<void> {
    const listener = this.listener
    this.listener = null
    if (!listener) return
    const closed = once(listener, 'close')
    listener.close()
    for (const end of this.ends) end.destroy()
    await closed
  }

  /** Connections can be made again, at the same address. */
  async mend(): Promise<void> {
    if (this.listener) return
    const listener = createServer(near => this.join(near))
    listener.listen(this.port, '127.0.0.1')
    await once(listener, 'listening')
    const address = listener.address()
    if (typeof address === 'object' && address) this.port = address.port
    this.listener = listener
  }

  /** The answer to the next act is lost, and the line with it; resolves when the server has given it. */
  swallowAnswer(): Promise<void> {
    return new Promise(done => { this.swallowing = done })
  }

  private join(near: Socket): void {
    const far = new Socket()
    let lost: (() => void) | null = null
    far.connect(Number(new URL(this.server.url).port), '127.0.0.1')
    near.on('data', data => {
      if (this.swallowing && ACT.test(data.toString('latin1'))) [lost, this.swallowing] = [this.swallowing, null]
      far.write(data)
    })
    far.on('data', data => {
      if (lost) void this.cut().then(lost)
      else near.write(data)
    })
    for (const [end, other] of [[near, far], [far, near]] as const) {
      this.ends.add(end)
      end.on('error', () => undefined) // a line that breaks is what this is for
      end.on('close', () => { this.ends.delete(end); other.destroy() })
    }
  }
}
