/** A delegation drafts: what its members see of it, what nobody else does, and what the room's changes do to it. */
import { expect, test } from './house/shared'
import { draftBar, fromParagraphMenu, paragraph, pressInto, selectWords, typeInto, wordsOf } from './house/hands'

const ONLY = 'only Republic of Kenya sees this'

test('[V] words are replaced, inserted and struck; the colleague sees it and types along; nobody else sees anything', async ({ story }) => {
  const kenya = await story.enter('kenya')
  const colleague = await story.enter('kenya2')
  const norway = await story.enter('norway')
  await selectWords(kenya.page, 'PP3', 'whales')
  await kenya.page.keyboard.type('seals')
  await expect(wordsOf(kenya.page, 'PP3').locator('del')).toHaveText([/whales$/])
  await expect(wordsOf(kenya.page, 'PP3').locator('ins')).toHaveText(['seals'])
  await expect(draftBar(kenya.page, 'PP3')).toContainText(`Draft, ${ONLY}`)
  await selectWords(kenya.page, 'PP5', 'early ')
  await kenya.page.keyboard.press('Delete')
  await expect(wordsOf(kenya.page, 'PP5').locator('del')).toHaveText([/early $/])

  await expect(wordsOf(colleague.page, 'PP3').locator('ins')).toHaveText(['seals'])
  await wordsOf(colleague.page, 'PP3').scrollIntoViewIfNeeded()
  await expect(draftBar(colleague.page, 'PP3')).toContainText(`Draft, ${ONLY}`)
  await expect(colleague.page.locator('.caret-of[data-name="Achieng"]')).toBeVisible()
  await selectWords(colleague.page, 'PP3', 'fish')
  await colleague.page.keyboard.press('ArrowRight')
  await colleague.page.keyboard.type(', eels')
  await expect(wordsOf(kenya.page, 'PP3')).toContainText('fish, eels')
  await expect(kenya.page.locator('.caret-of[data-name="Baraka"]')).toBeVisible()

  await expect(paragraph(norway.page, 'PP3')).toContainText('that whales, fish and invertebrates')
  await expect(norway.page.getByText('sees this')).toHaveCount(0)
  await expect(norway.page.locator('.caret-of')).toHaveCount(0)
  await norway.page.getByRole('button', { name: /in the room/ }).click()
  await expect(norway.page.getByText('Achieng, Baraka')).toBeVisible() // that they are there is no secret
})

test('a new paragraph, an alternative, and the deletion of a paragraph', async ({ story }) => {
  const { page } = await story.enter('kenya')
  const colleague = await story.enter('kenya2')
  await pressInto(page, 'PP9 alt')
  await page.keyboard.press('End')
  await fromParagraphMenu(page, 'New paragraph after this one')
  await page.keyboard.type('Welcoming the silence of the deep,')
  const fresh = page.locator('[data-slot]').filter({ hasText: 'Welcoming the silence of the deep,' })
  await expect(fresh.getByText(`Draft of a new paragraph, ${ONLY}`)).toBeVisible()
  await expect(colleague.page.locator('[data-slot]').filter({ hasText: 'Welcoming the silence' })).toBeVisible()

  await pressInto(page, 'PP10')
  await fromParagraphMenu(page, 'Alternative to this paragraph')
  const alternative = page.locator('[data-slot]').filter({ hasText: `Draft of an alternative, ${ONLY}` })
  await page.keyboard.type('Once more ')
  await expect(alternative).toContainText('Once more')
  await expect(wordsOf(page, 'PP10')).toHaveText(/^Reaffirming the freedom of navigation/)

  await pressInto(page, 'PP7')
  await fromParagraphMenu(page, 'Propose to delete this paragraph')
  await expect(draftBar(page, 'PP7')).toContainText('Draft: delete this paragraph. Only Republic of Kenya sees this')
  await wordsOf(colleague.page, 'PP7').scrollIntoViewIfNeeded()
  await expect(draftBar(colleague.page, 'PP7')).toContainText('delete this paragraph')
  await expect(wordsOf(colleague.page, 'PP7').locator('del').first()).toBeVisible()
})

test('the chair changes other words: merged; the same words: both side by side', async ({ story }) => {
  const kenya = await story.enter('kenya')
  const chair = await story.enter('chair')
  await selectWords(kenya.page, 'PP3', 'find food')
  await kenya.page.keyboard.type('feed')
  await expect(draftBar(kenya.page, 'PP3')).toBeVisible()
  await selectWords(chair.page, 'PP3', 'on land')
  await chair.page.keyboard.type('ashore')
  await expect(wordsOf(kenya.page, 'PP3')).toContainText('what light is to life ashore')
  await expect(wordsOf(kenya.page, 'PP3').locator('ins')).toHaveText(['feed'])
  await expect(paragraph(kenya.page, 'PP3').getByText('have changed')).toHaveCount(0)
  await expect(wordsOf(chair.page, 'PP3')).toContainText('to find food, to')

  await selectWords(chair.page, 'PP3', 'find food')
  await chair.page.keyboard.type('look for prey')
  const slot = paragraph(kenya.page, 'PP3')
  await expect(slot.getByText('The room changed the same words')).toBeVisible()
  await expect(slot).toContainText('look for prey')
  await expect(wordsOf(kenya.page, 'PP3')).toContainText('feed')
  await draftBar(kenya.page, 'PP3').getByRole('button', { name: 'Compare' }).click()
  const dialog = kenya.page.getByRole('dialog')
  await expect(dialog).toContainText('In the room now')
  await expect(dialog).toContainText('look for prey')
  await expect(dialog).toContainText('feed')
  await dialog.getByRole('button', { name: 'Close' }).first().click()
})

test('a draft is shared with the coalition, and its other party sees it and types along; it is discarded', async ({ story }) => {
  const kenya = await story.enter('kenya')
  const keralu = await story.enter('keralu')
  const norway = await story.enter('norway')
  await typeInto(kenya.page, 'OP5', 'Firmly ')
  await expect(keralu.page.getByText('sees this')).toHaveCount(0)
  await draftBar(kenya.page, 'OP5').getByRole('button', { name: 'Share with Island Group' }).click()
  await expect(draftBar(kenya.page, 'OP5')).toContainText('Draft, only Island Group sees this')
  await wordsOf(keralu.page, 'OP5').scrollIntoViewIfNeeded()
  await expect(draftBar(keralu.page, 'OP5')).toContainText('Draft, only Island Group sees this')
  await typeInto(keralu.page, 'OP5', 'Once more ')
  await expect(wordsOf(kenya.page, 'OP5')).toContainText('Once more Firmly Calls upon')
  await expect(kenya.page.getByText('Firmly')).toHaveCount(1)
  await expect(norway.page.getByText('Firmly')).toHaveCount(0)

  await draftBar(kenya.page, 'OP5').getByRole('button', { name: 'Discard' }).click()
  await draftBar(kenya.page, 'OP5').getByRole('button', { name: 'Keep it' }).click()
  await draftBar(kenya.page, 'OP5').getByRole('button', { name: 'Discard' }).click()
  await draftBar(kenya.page, 'OP5').getByRole('button', { name: 'Discard it' }).click()
  for (const { page } of [kenya, keralu]) {
    await expect(page.getByText('sees this')).toHaveCount(0)
    await expect(wordsOf(page, 'OP5')).toHaveText(/^Calls upon flag States/)
  }
})
