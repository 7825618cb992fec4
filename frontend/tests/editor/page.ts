/** What the editor's tests do to the page: press, type, compose, ask. */
import { expect, test as base, type Page } from '@playwright/test'
import type { Harness } from './harness'

export class EditorPage {
  readonly errors: string[] = []
  constructor(readonly page: Page) {
    page.on('pageerror', error => this.errors.push(String(error.stack ?? error)))
  }

  async open(query: string): Promise<void> {
    await this.page.goto(`/harness.html?${query}`)
    await this.page.waitForFunction('window.painted !== null && window.painted !== undefined')
  }

  /** Calls a function of the harness. */
  ask<K extends keyof Harness, F extends Extract<Harness[K], (...args: never[]) => unknown>>(name: K, ...args: Parameters<F>): Promise<ReturnType<F>> {
    return this.page.evaluate(([n, list]) => (window as unknown as { harness: Record<string, (...a: unknown[]) => unknown> }).harness[n as string]!(...(list as unknown[])), [name, args]) as Promise<ReturnType<F>>
  }

  do<T>(run: (harness: Harness) => T): Promise<T> {
    return this.page.evaluate(`(${run.toString()})(window.harness)`) as Promise<T>
  }

  /** Presses into the words and waits until the caret is there. */
  async press(key: string, offset: number, side: 'a' | 'b' = 'a'): Promise<void> {
    const at = await this.settled(key, offset, side)
    await this.page.mouse.click(at.x, at.y)
    await expect.poll(async () => (await this.ask('selection')).key).toBe(key)
    await this.drawn()
  }

  /** Where to press, once scrolling there has given the paragraphs on the way their true heights. */
  private async settled(key: string, offset: number, side: 'a' | 'b'): Promise<{ x: number; y: number }> {
    let at = await this.ask('point', key, offset, side)
    for (;;) {
      await this.drawn()
      const next = await this.ask('point', key, offset, side)
      if (next.x === at.x && next.y === at.y) return at
      at = next
    }
  }

  /** Two frames later the editor has read the selection that the browser made. */
  async drawn(): Promise<void> {
    await this.page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
  }

  /** Extends the selection by pressing with Shift. */
  async extend(key: string, offset: number): Promise<void> {
    const end = await this.settled(key, offset, 'a')
    await this.page.keyboard.down('Shift')
    await this.page.mouse.click(end.x, end.y)
    await this.page.keyboard.up('Shift')
    await this.drawn()
  }

  async type(words: string): Promise<void> { await this.page.keyboard.type(words) }
  async key(name: string, times = 1): Promise<void> { for (let i = 0; i < times; i++) await this.page.keyboard.press(name) }

  /** Composes as an input method does, and commits. `during` runs while the words are still being composed. */
  async compose(steps: string[], commit: string, during?: () => Promise<unknown>): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page)
    for (const text of steps) await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    await during?.()
    await session.send('Input.insertText', { text: commit })
    await session.detach()
  }

  words(key: string): Promise<string | null> { return this.ask('words', key) }
  async draftWords(paragraph: string): Promise<string | undefined> {
    return (await this.ask('drafts')).find(d => d.paragraph === paragraph)?.words
  }
  async copied(): Promise<string> {
    await this.page.keyboard.press('Control+c')
    return this.page.evaluate(() => navigator.clipboard.readText())
  }
}

export const test = base.extend<{ editor: EditorPage }>({
  editor: async ({ page }, use) => {
    const editor = new EditorPage(page)
    await use(editor)
    expect(editor.errors).toEqual([])
  },
})
export { expect }
