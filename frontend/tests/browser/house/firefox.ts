/** Firefox as a person has it, driven by WebDriver BiDi over its own socket: no other program is needed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export const FIREFOX = [process.env.FIREFOX ?? '', '/usr/bin/firefox-esr', '/usr/bin/firefox'].find(path => path && existsSync(path))

/** A fresh profile asks nobody but the server of the story. */
const QUIET = {
  'app.update.enabled': false, 'browser.shell.checkDefaultBrowser': false, 'browser.startup.homepage_override.mstone': 'ignore', 'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false, 'network.connectivity-service.enabled': false, 'browser.safebrowsing.malware.enabled': false, 'browser.safebrowsing.phishing.enabled': false,
  'services.settings.server': 'data:,', 'extensions.update.enabled': false, 'toolkit.telemetry.enabled': false, 'intl.accept_languages': 'en-GB',
}
const KEYS: Record<string, string> = { Control: '\uE009', Shift: '\uE008', Backspace: '\uE003', ArrowRight: '\uE014' }

interface Asked { done(result: never): void; fail(problem: Error): void }
interface Said { id?: number; type?: string; result?: never; error?: string; message?: string; method?: string; params?: { level?: string; text?: string } }

export class Firefox {
  /** What the console said in earnest. */
  readonly errors: string[] = []
  private readonly asked = new Map<number, Asked>()
  private next = 0
  private context = ''

  private constructor(private readonly process: ChildProcess, private readonly profile: string, private readonly socket: WebSocket) {}

  static async launch(): Promise<Firefox> {
    const profile = await mkdtemp(join(tmpdir(), 'adref-firefox-'))
    await writeFile(join(profile, 'user.js'), Object.entries(QUIET).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`).join('\n'))
    const child = spawn(FIREFOX!, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port=0', 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: profile } })
    const address = await new Promise<string>((found, fail) => {
      child.once('exit', code => fail(new Error(`Firefox left with ${code}`)))
      createInterface({ input: child.stderr }).on('line', line => { const at = /BiDi listening on (\S+)/.exec(line)?.[1]; if (at) found(at) })
    })
    const socket = new WebSocket(`${address}/session`)
    const firefox = new Firefox(child, profile, socket)
    socket.onmessage = ({ data }) => firefox.heard(JSON.parse(String(data)) as Said)
    await new Promise((open, fail) => { socket.onopen = open; socket.onerror = fail })
    await firefox.send('session.new', { capabilities: {} })
    await firefox.send('session.subscribe', { events: ['log.entryAdded'] })
    const { contexts } = await firefox.send<{ contexts: Array<{ context: string }> }>('browsingContext.getTree', {})
    firefox.context = contexts[0]!.context
    await firefox.send('browsingContext.setViewport', { context: firefox.context, viewport: { width: 1280, height: 860 } })
    return firefox
  }

  async goto(url: string): Promise<void> { await this.send('browsingContext.navigate', { context: this.context, url, wait: 'complete' }) }
  async reload(): Promise<void> { await this.send('browsingContext.reload', { context: this.context, wait: 'complete' }) }

  /** What a function says in the page. It is sent as its source: it sees nothing but its argument. */
  async ask<A, T>(run: (argument: A) => T, argument: A): Promise<Awaited<T>> {
    const expression = `(async () => JSON.stringify((await (${run.toString()})(${JSON.stringify(argument)})) ?? null))()`
    const answer = await this.send<{ type: string; result: { value: string }; exceptionDetails?: { text: string } }>('script.evaluate', { expression, target: { context: this.context }, awaitPromise: true })
    if (answer.type === 'exception') throw new Error(answer.exceptionDetails?.text)
    return JSON.parse(answer.result.value) as Awaited<T>
  }

  async click({ x, y }: { x: number; y: number }): Promise<void> {
    await this.act({ type: 'pointer', id: 'mouse', actions: [{ type: 'pointerMove', x: Math.round(x), y: Math.round(y) }, { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }] })
  }

  async type(words: string): Promise<void> {
    await this.act({ type: 'key', id: 'keys', actions: [...words].flatMap(value => [{ type: 'keyDown', value }, { type: 'keyUp', value }]) })
  }

  /** Keys together, as `Control+z`. */
  async key(together: string): Promise<void> {
    const values = together.split('+').map(name => KEYS[name] ?? name)
    await this.act({ type: 'key', id: 'keys', actions: [...values.map(value => ({ type: 'keyDown', value })), ...values.toReversed().map(value => ({ type: 'keyUp', value }))] })
  }

  async close(): Promise<void> {
    const gone = new Promise(done => this.process.once('exit', done))
    this.socket.close()
    this.process.kill()
    await gone
    await rm(this.profile, { recursive: true, force: true })
  }

  private act(source: object): Promise<unknown> { return this.send('input.performActions', { context: this.context, actions: [source] }) }

  private send<T>(method: string, params: object): Promise<T> {
    const id = ++this.next
    return new Promise<T>((done, fail) => {
      this.asked.set(id, { done, fail })
      this.socket.send(JSON.stringify({ id, method, params }))
    })
  }

  private heard(said: Said): void {
    if (said.method === 'log.entryAdded' && said.params?.level === 'error') this.errors.push(said.params.text ?? '')
    const asked = this.asked.get(said.id ?? 0)
    if (!asked) return
    this.asked.delete(said.id!)
    if (said.type === 'error') asked.fail(new Error(`${said.error}: ${said.message}`))
    else asked.done(said.result!)
  }
}
