/** A delegation would have a paragraph elsewhere: it says so, everybody sees both places, and the chair decides. */
import { wellMade } from './house/eyes'
import { pressInto, wordsOf } from './house/hands'
import { expect, test } from './house/shared'

test.use({ source: ['# Draft resolution on water', 'PP1 *Recalling* its resolution 70/1,', 'OP1 *Decides* to meet in spring;', 'OP2 *Requests* a report;', 'OP3 *Invites* all parties to contribute.'].join('\n\n') })

test('[C15] [P14] a move is proposed with its place, stands in both places for all, and is carried out', async ({ story }) => {
  const kenya = await story.enter('kenya')
  const chair = await story.enter('chair')
  await pressInto(kenya.page, 'OP1')
  await kenya.page.getByRole('toolbar').getByRole('button', { name: 'Paragraph' }).click()
  await kenya.page.getByRole('button', { name: 'Propose another place …' }).click()
  const dialog = kenya.page.getByRole('dialog', { name: 'Where should OP1 stand?' })
  await expect(dialog.getByRole('button', { name: 'Submit' })).toBeDisabled()
  await expect(dialog.getByLabel('It should stand').getByRole('option')).toHaveText(['Choose a place', 'at the beginning', 'after “Draft resolution on water”', 'after OP2', 'after OP3'])
  await dialog.getByLabel('It should stand').selectOption({ label: 'after OP2' })
  await expect(dialog).toContainText('All 5 delegations and one observer will read it')
  await wellMade(kenya.page, 'move-dialog')
  await dialog.getByRole('button', { name: 'Submit' }).click()
  await expect(dialog).toBeHidden()

  const { page } = chair
  await expect(page.locator('.proposed').filter({ hasText: '[Kenya: move after OP2]' })).toBeVisible()
  await expect(page.locator('.proposed').filter({ hasText: '[Kenya: OP1 would stand here]' })).toBeVisible()
  await page.getByRole('button', { name: /^View/ }).click()
  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: /^Compilation/ }).click()
  const compilation = page.getByRole('region', { name: 'Compilation' })
  await expect(compilation).toContainText('[Decides to meet in spring; - Kenya: move after OP2]')
  await expect(compilation).toContainText(/to meet in spring; - Kenya: move here\]/)

  await page.getByRole('navigation', { name: 'Outline' }).getByRole('button', { name: /^OP1 / }).click()
  const card = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'Republic of Kenya' }) })
  await expect(card).toContainText('Move the paragraph: after OP2')
  await expect(card.getByRole('button', { name: 'Bracket' })).toHaveCount(0)
  await card.getByRole('button', { name: 'Adopt' }).click()
  await expect(page.getByRole('dialog')).toContainText('moves: it stands after OP2 then')
  await page.getByRole('dialog').getByRole('button', { name: 'Adopt' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(kenya.page.locator('.slot-label').filter({ hasText: /^OP/ })).toHaveText(['OP2', 'OP1', 'OP3'])
  await expect(wordsOf(kenya.page, 'OP1')).toContainText('Decides to meet in spring')
})
