/** What people do to the page, as they would: by labels, words and keys. */
import { expect, type Locator, type Page } from '@playwright/test'

/** The paragraph with this printed label, in the editor; the first where a text has several. */
export function paragraph(page: Page, label: string): Locator {
  const exact = new RegExp(`^${label.replace(/[.()]/g, '\\$&')}$`)
  return page.locator('[data-slot]').filter({ has: page.locator('.slot-label', { hasText: exact }) }).first()
}

/** The words of a paragraph, where the caret can go. */
export const wordsOf = (page: Page, label: string): Locator => paragraph(page, label).locator('.slot-words')

/** Put the caret at the start of a paragraph and type. */
export async function typeInto(page: Page, label: string, words: string): Promise<void> {
  await pressInto(page, label)
  await page.keyboard.press('Home')
  await page.keyboard.type(words)
  await expect(wordsOf(page, label)).toContainText(words.trim())
}

/** Press into the first word of a paragraph, and wait until the caret is there. */
export async function pressInto(page: Page, label: string): Promise<void> {
  const words = wordsOf(page, label)
  // Pressed again when the page moved under the hand: fonts may come late.
  await expect(async () => {
    await words.scrollIntoViewIfNeeded()
    const at = await words.evaluate(firstLetter)
    await page.mouse.click(at.x, at.y)
    await expect.poll(() => words.evaluate(hasCaret), { timeout: 2000 }).toBe(true)
  }).toPass({ timeout: 30_000 })
}

/** Put the caret right before these words of a paragraph. */
export async function pressBefore(page: Page, label: string, words: string): Promise<void> {
  const element = wordsOf(page, label)
  await expect(async () => {
    await element.scrollIntoViewIfNeeded()
    const { from } = await element.evaluate(endsOf, words)
    await page.mouse.click(from.x, from.y)
    expect(await page.evaluate(() => getSelection()?.focusNode?.textContent?.slice(getSelection()!.focusOffset))).toMatch(new RegExp(`^${words}`))
  }).toPass()
}

/** Draw the mouse over these words of a paragraph. */
export async function selectWords(page: Page, label: string, chosen: string): Promise<void> {
  const words = wordsOf(page, label)
  await expect(words).toContainText(chosen)
  await expect(async () => {
    await words.scrollIntoViewIfNeeded()
    const { from, to } = await words.evaluate(endsOf, chosen)
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(to.x, to.y, { steps: 4 })
    await page.mouse.up()
    expect(await page.evaluate(() => String(getSelection()))).toBe(chosen)
  }).toPass()
}

/** Where words begin and end on the screen; runs in the page. */
function endsOf(element: Element, chosen: string): Record<'from' | 'to', { x: number; y: number }> {
  const start = element.textContent!.indexOf(chosen)
  const letters = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const edge = (offset: number, after: boolean): { x: number; y: number } => {
    letters.currentNode = element
    let passed = 0
    for (let node = letters.nextNode(); node; node = letters.nextNode()) {
      const length = node.textContent!.length
      if (offset < passed + length + (after ? 1 : 0)) {
        const range = document.createRange()
        range.setStart(node, offset - passed - (after ? 1 : 0))
        range.setEnd(node, offset - passed + (after ? 0 : 1))
        const box = range.getBoundingClientRect()
        const rightwards = getComputedStyle(node.parentElement!).direction === 'ltr'
        return { x: after === rightwards ? box.right - 1 : box.left + 1, y: box.y + box.height / 2 }
      }
      passed += length
    }
    throw new Error('not there')
  }
  return { from: edge(start, false), to: edge(start + chosen.length, true) }
}

/** Something from the menu of the bar under the text. */
export async function fromParagraphMenu(page: Page, entry: string): Promise<void> {
  await page.getByRole('toolbar', { name: 'Format' }).getByRole('button', { name: /^Paragraph/ }).click()
  await page.getByRole('button', { name: entry }).click()
}

/** The bar under a draft that says who sees it. */
export const draftBar = (page: Page, label: string): Locator => paragraph(page, label).getByRole('group', { name: 'Draft' })

const hasCaret = (element: Element): boolean => element.contains(getSelection()?.focusNode ?? null)

/** The middle of the first letter, names at other people's carets apart; runs in the page. */
function firstLetter(element: Element): { x: number; y: number } {
  const range = document.createRange()
  const letters = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, letter => (letter.parentElement?.closest('.ProseMirror-widget') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT))
  range.setStart(letters.nextNode()!, 0)
  range.setEnd(letters.currentNode, 1)
  const box = range.getBoundingClientRect()
  return { x: box.x + box.width / 3, y: box.y + box.height / 2 }
}

/** From the bar under the draft (the one of this paragraph, when there are several) to the room. */
export async function submitDraft(page: Page, label?: string): Promise<void> {
  await (label ? paragraph(page, label) : page).getByRole('group', { name: 'Draft' }).getByRole('button', { name: 'Submit' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Submit' }).click()
  await expect(dialog).toBeHidden()
}
