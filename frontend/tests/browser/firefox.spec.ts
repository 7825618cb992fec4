/** The main path in Firefox, beside Chromium; where Firefox is installed. */
import { Firefox, FIREFOX } from './house/firefox'
import { expect, test } from './house/story'
import { typeInto, wordsOf } from './house/hands'
import { Line } from './house/line'

/** These run in the page: each finds what it needs by itself. */
const wordsIn = (label: string): string =>
  [...document.querySelectorAll('[data-slot]')].find(e => e.querySelector('.slot-label')?.textContent === label)?.querySelector('.slot-words')?.textContent ?? ''
const sign = (): string => [...document.querySelectorAll('[role=status]')].map(e => e.textContent).join(' ')
/** The first letter of a paragraph, once it stands still. */
async function startOf(label: string): Promise<{ x: number; y: number }> {
  const words = [...document.querySelectorAll('[data-slot]')].find(e => e.querySelector('.slot-label')?.textContent === label)!.querySelector('.slot-words')!
  for (let last = Number.NaN; ; ) {
    const { top } = words.getBoundingClientRect()
    if (top === last && top > 80 && top < innerHeight - 200) break
    last = top
    words.scrollIntoView({ block: 'center' })
    for (let frame = 0; frame < 8; frame++) await new Promise(requestAnimationFrame)
  }
  const letters = document.createTreeWalker(words, NodeFilter.SHOW_TEXT, node => (node.parentElement!.closest('.ProseMirror-widget') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT))
  const range = document.createRange()
  range.setStart(letters.nextNode()!, 0)
  range.setEnd(letters.currentNode, 1)
  const box = range.getBoundingClientRect()
  return { x: box.left + 1, y: box.top + box.height / 2 }
}
/** The middle of a button that can be pressed, by its beginning and by where it stands, once it stands still. */
async function buttonAt([within, name]: readonly [string, string]): Promise<{ x: number; y: number } | null> {
  const button = [...document.querySelectorAll<HTMLButtonElement>(`${within} button`)].find(b => b.textContent!.trim().startsWith(name) && !b.disabled && b.getClientRects().length)
  if (!button) return null
  button.scrollIntoView({ block: 'nearest' })
  for (let last = Number.NaN; button.getBoundingClientRect().top !== last; ) {
    last = button.getBoundingClientRect().top
    for (let frame = 0; frame < 8; frame++) await new Promise(requestAnimationFrame)
  }
  const box = button.getBoundingClientRect()
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

if (FIREFOX)
  test('[E32] in Firefox too one comes in, drafts, undoes, proposes, and loses no word without a network', async ({ story }) => {
    const line = await Line.to(story.server)
    const colleague = await story.enter('kenya2')
    const norway = await story.enter('norway')
    const link = (await story.link('kenya')).replace(story.server.url, line.url)
    const firefox = await Firefox.launch()
    const press = async (within: string, name: string): Promise<void> => {
      let at: { x: number; y: number } | null = null
      await expect.poll(async () => (at = await firefox.ask(buttonAt, [within, name] as const))).not.toBeNull()
      await firefox.click(at!)
    }
    const words = (label: string): Promise<string> => firefox.ask(wordsIn, label)
    const saved = (said: string) => expect.poll(() => firefox.ask(sign, null), { timeout: 30_000 }).toContain(said)
    try {
      await firefox.goto(link)
      await expect.poll(() => firefox.ask(() => document.activeElement?.tagName, null)).toBe('INPUT')
      await firefox.type('Achieng')
      await press('form', 'Enter')
      await expect.poll(() => firefox.ask(() => document.querySelector('main a')?.textContent, null)).toContain('Underwater noise')
      await firefox.goto(`${line.url}${await firefox.ask(() => location.pathname, null)}/t/${story.negotiation.text}`)
      await saved('Saved')

      await firefox.click(await firefox.ask(startOf, 'OP5'))
      await firefox.type('Early ')
      await expect.poll(() => words('OP5')).toMatch(/^Early /)
      await expect(wordsOf(colleague.page, 'OP5')).toContainText('Early')
      await press('[data-slot] .slot-bar', 'Submit')
      await press('dialog[open]', 'Submit')
      await expect.poll(() => firefox.ask(() => document.querySelector('dialog[open]') === null, null)).toBe(true)
      await expect(norway.page.getByRole('navigation', { name: 'Outline' }).getByRole('button', { name: /^OP5 .*one open proposal/ })).toBeVisible()

      await typeInto(colleague.page, 'OP7', 'Meanwhile ')
      await expect.poll(() => words('OP7')).toContain('Meanwhile')
      await firefox.click(await firefox.ask(startOf, 'PP5'))
      await firefox.type('Undone ')
      await expect.poll(() => words('PP5')).toMatch(/^Undone/)
      await firefox.key('Control+z')
      await expect.poll(() => words('PP5')).not.toContain('Undone')

      await expect.poll(() => firefox.ask(async () => (await (await caches.open('adref-pages')).keys()).some(kept => kept.url.includes('/Away-')), null)).toBe(true)
      await line.cut()
      await saved('Offline')
      await firefox.click(await firefox.ask(startOf, 'OP8'))
      await firefox.type('Apart ')
      await expect.poll(() => words('OP8')).toMatch(/^Apart /)
      await firefox.reload()
      await expect.poll(() => firefox.ask(() => document.querySelector('h1')?.textContent, null)).toBe('No connection')
      await line.mend()
      await saved('Saved')
      await expect.poll(() => words('OP8')).toMatch(/^Apart /)
      await expect(wordsOf(colleague.page, 'OP8')).toContainText('Apart')
      expect(firefox.errors.filter(said => !said.includes('can’t establish a connection'))).toEqual([])
    } finally {
      await firefox.close()
      await line.cut()
    }
  })
