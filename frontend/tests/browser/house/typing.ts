/** People who type tokens through the keyboard, and what their pages showed as saved meanwhile. */
import { expect, type Page } from '@playwright/test'
import type { Person } from './story'
import { pressInto, wordsOf } from './hands'

/** Types `a1 a2 a3 ...` where the caret is, until told to stop. */
export class Typist {
  typed = 0
  private going = false
  private work: Promise<void> = Promise.resolve()

  private constructor(readonly page: Page, readonly label: string, readonly sign: string) {}

  /** The caret at the start or the end of the words; from now on the page is watched. */
  static async sits(person: Person, label: string, sign: string, at: 'Home' | 'End'): Promise<Typist> {
    const { page } = person
    await expect(saving(page)).toHaveText('Saved')
    await pressInto(page, label)
    if (at === 'Home') await page.keyboard.press('Home')
    else await toEnd(page, label)
    await wordsOf(page, label).evaluate(watch, sign)
    return new Typist(page, label, sign)
  }

  /** One token, by the keys. */
  async token(): Promise<void> {
    await this.page.keyboard.type(` ${this.sign}${++this.typed} `, { delay: 20 })
  }

  /** A few tokens, then a look at the sign, as people do. */
  private async some(): Promise<void> {
    for (let n = 0; n < 3 && this.going; n++) await this.token()
    await expect(saving(this.page)).toHaveText(/Saved|Offline/)
  }

  begin(): void {
    this.going = true
    this.work = (async () => { while (this.going) await this.some() })()
  }

  async stop(): Promise<void> {
    this.going = false
    await this.work
  }

  /** The tokens that stood on the page in some frame in which the sign said "Saved". */
  saved(): Promise<string[]> {
    return this.page.evaluate(sign => [...(window as unknown as Watched).seen[sign]!], this.sign)
  }

  /** Every token that was typed. */
  all(): string[] {
    return Array.from({ length: this.typed }, (_, i) => `${this.sign}${i + 1}`)
  }
}

export const saving = (page: Page) => page.getByRole('status').filter({ hasText: /^\s*(Saved|Saving|Connecting|Offline)/ })

/** The tokens of one typist in these words. */
export function tokensOf(words: string, sign: string): string[] {
  return words.match(new RegExp(`\\b${sign}\\d+\\b`, 'g')) ?? []
}

async function toEnd(page: Page, label: string): Promise<void> {
  await wordsOf(page, label).evaluate(element => {
    const letters = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, letter => (letter.parentElement?.closest('.ProseMirror-widget') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT))
    let last = letters.nextNode()
    for (let next = last; next; next = letters.nextNode()) last = next
    getSelection()!.collapse(last, last?.textContent?.length ?? 0)
  })
}

interface Watched { seen: Record<string, Set<string>> }

/** Looks at each frame before it is painted: what stands there while the sign says "Saved" counts as shown as saved. */
function watch(words: Element, sign: string): void {
  const page = window as unknown as Watched
  page.seen ??= {}
  const seen = (page.seen[sign] = new Set<string>())
  const token = new RegExp(`\\b${sign}\\d+(?=\\s)`, 'g')
  const slot = words.closest('[data-slot]')!.getAttribute('data-slot')!
  const look = (): void => {
    const signs = [...document.querySelectorAll('[role=status]')].map(e => e.textContent?.trim())
    const now = document.querySelector(`[data-slot="${CSS.escape(slot)}"] .slot-words`)
    if (signs.includes('Saved')) for (const found of now?.textContent?.match(token) ?? []) seen.add(found)
    requestAnimationFrame(look)
  }
  look()
}
