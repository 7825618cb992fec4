/** What one sees and takes away: views, totals, files; languages, scripts, keyboard and eyes of every kind. */
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { download, exported, wordsOfDocument } from './house/files'
import { draftBar, pressBefore, pressInto, selectWords, submitDraft, typeInto, wordsOf } from './house/hands'
import { expect, test } from './house/shared'

const show = async (page: Page, view: string): Promise<void> => {
  await page.getByRole('button', { name: /^View/ }).click()
  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: new RegExp(`^${view}`) }).click()
}
const lines = (text: string): string => text.replace(/\t/g, ' ')

test('every view, the totals and the outline are right and live', async ({ story }) => {
  const kenya = await story.enter('kenya')
  const chair = await story.enter('chair')
  const { page } = await story.enter('observer')
  await expect(page.getByRole('list', { name: 'Totals' })).toContainText('103')
  await expect(page.getByRole('button', { name: /103 brackets left/ })).toBeVisible()
  await expect(page.getByTitle('5 of 54 paragraphs agreed')).toBeVisible()
  await selectWords(kenya.page, 'PP3', 'whales')
  await kenya.page.keyboard.type('seals')
  await submitDraft(kenya.page)
  await expect(page.getByTitle('one open proposal')).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Outline' }).getByRole('button', { name: /^PP3 .*one open proposal/ })).toBeVisible()

  await show(page, 'Compilation')
  await expect(page.getByRole('region', { name: 'Compilation' })).toContainText(/that \[whales\]\[(inserted:)?seals - Kenya\], fish/)
  await expect(page.getByRole('region', { name: 'Compilation' })).toContainText('ocean" [without reference to a Main Committee]. (Agreed)')
  await show(page, 'Without attributions')
  await expect(page.getByRole('region', { name: 'Without attributions' })).toContainText(/that \[whales\]\[(inserted:)?seals\], fish/)
  await show(page, 'Clean text')
  const clean = page.getByRole('region', { name: 'Clean text' })
  await expect(clean).toContainText('and that whales, fish')
  await expect(clean).not.toContainText('(Agreed ad ref)')
  await expect(clean).not.toContainText('\\[')
  await page.getByRole('button', { name: 'Choose proposals' }).click()
  await page.getByRole('checkbox', { name: /PP3/ }).check()
  await expect(clean).toContainText('and that seals, fish')
  await page.keyboard.press('Escape')

  await pressInto(chair.page, 'PP10')
  await wordsOf(chair.page, 'PP10').locator('.bracket').first().click()
  await chair.page.getByRole('button', { name: 'Strike these words' }).click()
  await chair.page.getByRole('dialog').getByRole('button', { name: 'Settle the bracket' }).click()
  await expect(page.getByRole('list', { name: 'Totals' })).toContainText('102')
  await expect(page.getByRole('button', { name: /102 brackets left/ })).toBeVisible()
  await expect(clean).toContainText('the freedom of navigation under the international law')

  await typeInto(kenya.page, 'PP5', 'Gladly ')
  await show(kenya.page, 'My delegation’s view')
  await expect(wordsOf(kenya.page, 'PP5')).toContainText('Gladly')
  await expect(kenya.page.locator('.proposed')).toHaveCount(0)
  await expect(page.getByText('Gladly')).toHaveCount(0)
})

test('[W33] another view, the screen in the room, another width: one goes on reading where one was', async ({ story }) => {
  const { page } = await story.enter('kenya', { viewport: { width: 1280, height: 800 } })
  await page.getByRole('navigation', { name: 'Outline' }).getByRole('button', { name: /^OP8 / }).click()
  const read = page.getByText('place the ocean').filter({ visible: true }).last()
  await expect(read).toBeInViewport()
  await show(page, 'Compilation')
  await expect(page.getByRole('region', { name: 'Compilation' })).toBeVisible()
  await expect(read).toBeInViewport()
  await show(page, 'Working text')
  await expect(read).toBeInViewport()
  await page.locator('main').focus()
  await page.keyboard.press('p')
  await expect(page.getByRole('navigation', { name: 'Outline' })).toBeHidden()
  await expect(read).toBeInViewport()
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(read).toBeInViewport()
  await page.setViewportSize({ width: 1920, height: 1080 })
  await expect(read).toBeInViewport()
})

test('clean and compilation as Word and Markdown, from the page and by the command; a draft is in none of them', async ({ story, installation }) => {
  const kenya = await story.enter('kenya')
  await selectWords(kenya.page, 'PP3', 'whales')
  await kenya.page.keyboard.type('seals')
  await submitDraft(kenya.page)
  await typeInto(kenya.page, 'PP5', 'Secretly ')
  const { page } = await story.enter('secretariat')
  await expect(page.getByTitle('one open proposal')).toBeVisible()
  const clean = lines(await wordsOfDocument(await download(page, /Word.*Clean text/)))
  expect(clean).toContain('Recognizing that sound is to many marine animals') // Word counts PP3 itself
  expect(clean).toContain('PP2 bis Recalling also') // what no counter prints is typed
  expect(clean).toContain('and that whales, fish')
  expect(clean).toContain('living ocean" [without reference to a Main Committee].')
  const compilation = await readFile(await download(page, /Markdown.*Compilation/), 'utf8')
  expect(compilation).toContain('[whales][seals - Kenya]')
  expect(compilation).toContain('*Recognizing*')
  expect(compilation).toContain('[^1]')

  const { text } = story.negotiation
  expect(lines(await exported(installation.server, text, 'clean', 'docx'))).toBe(clean)
  expect(await exported(installation.server, text, 'compilation', 'md')).toBe(compilation)
  const working = await exported(installation.server, text, 'working', 'md')
  expect(working).toContain('that whales, fish')
  for (const file of [clean, compilation, working]) expect(file).not.toContain('Secretly')
})

test('in French, and dark; both are remembered', async ({ story }) => {
  const { page } = await story.enter('kenya')
  await page.getByRole('button', { name: /^Language and appearance/ }).click()
  await page.getByRole('button', { name: 'Français' }).click()
  await expect(page.getByRole('button', { name: 'Suivre' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
  await page.getByRole('button', { name: /^Langue et apparence/ }).click()
  await page.getByRole('button', { name: 'Sombre' }).click()
  await typeInto(page, 'PP3', 'X ')
  await expect(page.locator('.slot-bar')).toContainText('Republic of Kenya')
  await page.reload()
  await expect(page.getByRole('button', { name: 'Suivre' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  // Not a word of the interface is left in English.
  const words = await page.locator('header, nav, aside').allInnerTexts()
  expect(words.join(' ')).not.toMatch(/\b(Working|Follow|Saved|Paragraph|Proposals|Remarks|Submit|Share|Discard)\b/)
})

test('a submission by keyboard alone', async ({ story }) => {
  const { page } = await story.enter('kenya')
  const norway = await story.enter('norway')
  await expect(wordsOf(page, 'OP5')).toBeAttached()
  await page.keyboard.press('/')
  await page.keyboard.type('flag States')
  await page.keyboard.press('Enter')
  await expect(page.locator('.ProseMirror')).toBeFocused()
  await page.keyboard.type('Without delay ')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('dialog')).toContainText('Without delay')
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Submit' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(wordsOf(norway.page, 'OP5')).toContainText('Without delay')
})

test('Chinese is composed, Arabic typed, and the key forward of the caret deletes', async ({ story }) => {
  const { page, context } = await story.enter('kenya')
  const colleague = await story.enter('kenya2')
  await pressBefore(page, 'OP10', '鼓励')
  const cdp = await context.newCDPSession(page)
  for (const text of ['n', 'ni', 'nih', 'ni hao']) await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  await cdp.send('Input.insertText', { text: '你好' })
  await expect(wordsOf(page, 'OP10')).toHaveText(/^你好鼓励各国/)
  await expect(wordsOf(colleague.page, 'OP10')).toHaveText(/^你好鼓励各国/)
  await expect(wordsOf(page, 'OP10').locator('ins.own')).toHaveText(['你好'])

  await pressBefore(page, 'OP9', 'الدول')
  await page.keyboard.insertText('جميع ')
  await expect(wordsOf(colleague.page, 'OP9')).toContainText('تحث جميع الدول على')
  await expect(page.locator('[data-slot]').filter({ hasText: 'تحث' })).toHaveAttribute('dir', 'rtl')

  await pressBefore(page, 'PP3', 'light is')
  for (let n = 0; n < 6; n++) await page.keyboard.press('Delete')
  await expect(wordsOf(colleague.page, 'PP3').locator('del')).toHaveText([/light $/])
  await expect(wordsOf(page, 'PP3')).toContainText('is to life on land')
  await submitDraft2(page, 'PP3')
  const norway = await story.enter('norway')
  await expect(wordsOf(norway.page, 'PP3').locator('.proposed').last()).toHaveText(' - Kenya: delete]')
})

async function submitDraft2(page: Page, label: string): Promise<void> {
  await draftBar(page, label).getByRole('button', { name: 'Submit' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Submit' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
}
