/** A real `adref serve` with a data directory of its own; it can be killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

export const ROOT = resolve(import.meta.dirname, '../../../..')
const RUN = 'from adref.server.cli import main; main()'

export class Server {
  url = ''
  firstLink = ''
  private process: ChildProcess | null = null
  private said: string[] = []

  private constructor(readonly data: string) {}

  static async fresh(): Promise<Server> {
    const server = new Server(await mkdtemp(join(tmpdir(), 'adref-')))
    try {
      await server.start()
    } catch (problem) {
      await server.stop()
      throw problem
    }
    return server
  }

  /** Start, or start again on the same port; resolves when it answers. */
  async start(): Promise<void> {
    const port = this.url ? new URL(this.url).port : '0'
    const child = spawn('python', ['-c', RUN, 'serve', '--data', this.data, '--port', port], {
      cwd: ROOT,
      env: { ...process.env, PYTHONUNBUFFERED: '1', PYTHONPATH: ROOT },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.process = child
    createInterface({ input: child.stderr }).on('line', line => this.said.push(line))
    await new Promise<void>((done, fail) => {
      child.once('exit', code => fail(new Error(`adref serve left with ${code}:\n${this.said.join('\n')}`)))
      createInterface({ input: child.stdout }).on('line', line => {
        this.said.push(line)
        this.url ||= /Adref is at (\S+)/.exec(line)?.[1] ?? ''
        this.firstLink ||= /^\s*(http\S+\/i\/\S+)$/.exec(line)?.[1] ?? ''
        // The first link is printed last by a new installation; by another nothing more is needed.
        if (this.url && this.firstLink) done()
      })
    })
    await fetch(`${this.url}/healthz`) // it listens already, and answers when it is ready
  }

  /** As a power cut does it. */
  async kill(): Promise<void> {
    await this.end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM')
    await rm(this.data, { recursive: true, force: true })
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.process
    this.process = null
    if (!child || child.exitCode !== null) return
    child.removeAllListeners('exit')
    const gone = new Promise(done => child.once('exit', done))
    child.kill(signal)
    await gone
  }
}
