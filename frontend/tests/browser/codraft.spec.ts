/** The bureau, and delegations with a pen, edit one text together. */
import type { Page } from '@playwright/test'
import { expect, test } from './house/shared'
import { fromParagraphMenu, paragraph, pressBefore, pressInto, selectWords, typeInto, wordsOf } from './house/hands'
import type { Story } from './house/story'

const slotsOf = (page: Page) => page.locator('[data-slot]')
const format = (page: Page, name: string) => page.getByRole('toolbar', { name: 'Format' }).getByRole('button', { name })
const texts = async (story: Story): Promise<string[]> => (await story.negotiation.read()).map(p => p.content.map(piece => piece.t).join(''))

/** What another programme has put on the clipboard. */
async function paste(page: Page, plain: string, html?: string): Promise<void> {
  await page.locator('.ProseMirror').evaluate((element, { plain, html }) => {
    const data = new DataTransfer()
    data.setData('text/plain', plain)
    if (html) data.setData('text/html', html)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, { plain, html })
}

test('two pens in one text: typing, cursors with names, splitting, joining, and each undoes its own', async ({ story }) => {
  const chair = await story.enter('chair')
  const secretariat = await story.enter('secretariat')
  const norway = await story.enter('norway')
  await typeInto(chair.page, 'PP3', 'Fully ')
  await expect(secretariat.page.locator('.caret-of[data-name="Carla Chair"]')).toBeVisible()
  await selectWords(secretariat.page, 'PP3', 'marine animals')
  await secretariat.page.keyboard.type('creatures of the sea')
  for (const { page } of [chair, secretariat, norway]) await expect(wordsOf(page, 'PP3')).toHaveText(/^Fully Recognizing that sound is to many creatures of the sea what/)
  await expect(chair.page.locator('.caret-of[data-name="Sam Secretary"]')).toBeVisible()
  await expect(norway.page.locator('.caret-of')).toHaveCount(0)

  await chair.page.keyboard.press('Control+z')
  await expect(wordsOf(norway.page, 'PP3')).toHaveText(/^Recognizing that sound is to many creatures of the sea what/)
  await chair.page.keyboard.press('Control+y')
  await expect(wordsOf(norway.page, 'PP3')).toHaveText(/^Fully Recognizing/)

  const count = await slotsOf(norway.page).count()
  await pressBefore(chair.page, 'PP3', 'what light')
  await chair.page.keyboard.press('Enter')
  await expect(slotsOf(norway.page)).toHaveCount(count + 1)
  await expect(slotsOf(norway.page).filter({ hasText: /^\s*what light is to life/ })).toBeVisible()
  await chair.page.keyboard.press('Backspace')
  await expect(slotsOf(norway.page)).toHaveCount(count)
  await expect(wordsOf(norway.page, 'PP3')).toContainText('of the sea what light is to life')
})

test('several paragraphs are pasted; italic, bold, a footnote, a heading', async ({ story }) => {
  const chair = await story.enter('chair')
  const norway = await story.enter('norway')
  const { page } = chair
  await pressInto(page, 'OP12')
  const count = await slotsOf(page).count()
  await page.keyboard.press('End')
  await fromParagraphMenu(page, 'New paragraph after this one')
  await paste(page, 'First pasted.\nSecond pasted.\nThird pasted.', '<p>First <em>pasted</em>.</p><p>Second pasted.</p><p>Third pasted.</p>')
  await expect(slotsOf(norway.page)).toHaveCount(count + 3)
  await expect(slotsOf(norway.page).filter({ hasText: 'First pasted.' }).locator('em')).toHaveText('pasted')
  await expect.poll(() => texts(story)).toEqual(expect.arrayContaining(['First pasted.', 'Second pasted.', 'Third pasted.']))

  await selectWords(page, 'PP3', 'marine')
  await page.keyboard.press('Control+b')
  await selectWords(page, 'PP3', 'whales')
  await format(page, 'Italic').click()
  await expect(wordsOf(norway.page, 'PP3').locator('strong')).toHaveText('marine')
  await expect(wordsOf(norway.page, 'PP3').locator('em').filter({ hasText: 'whales' })).toBeVisible()

  await selectWords(page, 'PP3', 'way,')
  await page.keyboard.press('ArrowRight')
  await format(page, 'Footnote').first().click()
  await page.keyboard.type('As heard by hydrophones.')
  await expect(slotsOf(norway.page).filter({ hasText: 'As heard by hydrophones.' })).toBeVisible()
  await expect(wordsOf(norway.page, 'PP3').locator('sup')).toBeVisible()
  await expect(wordsOf(norway.page, 'PP3').locator('sup')).toHaveAttribute('data-number', '1')
  await expect(wordsOf(norway.page, 'PP10').locator('sup')).toHaveAttribute('data-number', '2')

  await slotsOf(page).filter({ hasText: 'Second pasted.' }).locator('.slot-words').click()
  await page.getByRole('toolbar', { name: 'Format' }).getByRole('button', { name: /^Kind of paragraph/ }).click()
  await page.getByRole('button', { name: 'Heading', exact: true }).click()
  await expect(norway.page.getByRole('heading', { name: 'Second pasted.' })).toBeVisible()
  await fromParagraphMenu(page, 'Delete this paragraph')
  await expect(norway.page.getByText('Second pasted.')).toHaveCount(0)
})

test('the chair gives one delegation a pen: it writes into the room’s text; and takes it back', async ({ story }) => {
  const chair = await story.enter('chair')
  const kenya = await story.enter('kenya')
  const norway = await story.enter('norway')
  await typeInto(kenya.page, 'PP5', 'Quietly ')
  await expect(paragraph(kenya.page, 'PP5').getByText('sees this')).toBeVisible()
  const dialog = chair.page.getByRole('dialog')
  const mode = async (): Promise<void> => {
    await chair.page.getByRole('button', { name: /^More/ }).click()
    await chair.page.getByRole('button', { name: 'Co-drafting' }).click()
  }
  await mode()
  await dialog.getByRole('checkbox', { name: 'Republic of Kenya' }).check()
  await dialog.getByRole('button', { name: 'Give a pen to one' }).click()
  await expect(dialog).toBeHidden()
  await expect(kenya.page.getByRole('textbox', { name: 'Working text', exact: true })).toBeVisible()
  await expect(kenya.page.getByText('You hold a pen')).toBeVisible()
  await typeInto(kenya.page, 'PP3', 'Deeply ')
  await expect(wordsOf(norway.page, 'PP3')).toHaveText(/^Deeply Recognizing/)
  await expect(kenya.page.getByText('sees this')).toHaveCount(0)
  await expect(norway.page.getByText('Quietly')).toHaveCount(0)
  await typeInto(norway.page, 'PP3', 'Still a draft ')
  await expect(paragraph(norway.page, 'PP3').getByText('only Kingdom of Norway sees this')).toBeVisible()

  await mode()
  await dialog.getByRole('button', { name: 'End co-drafting' }).click()
  await expect(kenya.page.getByRole('textbox', { name: 'Working text; what you type is the draft' })).toBeVisible()
  await expect(kenya.page.getByText('You hold a pen')).toHaveCount(0)
  await expect(paragraph(kenya.page, 'PP5').getByText('sees this')).toBeVisible() // the draft was kept all the while
  await typeInto(kenya.page, 'PP3', 'Again ')
  await expect(paragraph(kenya.page, 'PP3').getByText('only Republic of Kenya sees this')).toBeVisible()
  await expect(wordsOf(chair.page, 'PP3')).toHaveText(/^Deeply Recognizing/)
})
