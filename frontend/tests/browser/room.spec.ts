/** From the first link to a proposal in the room, with several people before one real server. */
import { expect, test } from './house/shared'
import { paragraph, submitDraft, typeInto } from './house/hands'

test('a delegate opens the link, gives a name, and stands before the text', async ({ story }) => {
  const { page } = await story.browserOf('kenya')
  await page.goto(await story.link('kenya'))
  await expect(page.getByText('You take part for:')).toContainText('Kenya')
  await page.getByLabel('Your name').fill('Achieng')
  await page.getByRole('button', { name: 'Enter' }).click()
  await page.getByRole('link', { name: /Underwater noise/ }).click()
  await expect(paragraph(page, 'OP13')).toContainText('to include in the provisional agenda')
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
})

test('[V] a draft is seen by the own delegation, live, and by nobody else', async ({ story }) => {
  const kenya = await story.enter('kenya')
  const colleague = await story.enter('kenya2')
  const norway = await story.enter('norway')
  await typeInto(kenya.page, 'OP5', 'Without delay ')
  await expect(paragraph(colleague.page, 'OP5')).toContainText('Without delay')
  await paragraph(colleague.page, 'OP5').scrollIntoViewIfNeeded() // bars are mounted when their paragraph comes near
  await expect(colleague.page.getByText('only Republic of Kenya sees this')).toBeVisible()
  await expect(paragraph(norway.page, 'OP5')).not.toContainText('Without delay')
  await expect(norway.page.getByText('sees this')).toHaveCount(0)
})

test('a submission stands before everybody, and the chair adopts it', async ({ story }) => {
  const kenya = await story.enter('kenya')
  const norway = await story.enter('norway')
  const chair = await story.enter('chair')
  const observer = await story.enter('observer')
  await typeInto(kenya.page, 'OP5', 'Without delay ')
  await submitDraft(kenya.page)
  for (const person of [kenya, norway, chair, observer]) await expect(paragraph(person.page, 'OP5')).toContainText('Without delay')

  await paragraph(norway.page, 'OP5').click()
  const card = norway.page.getByRole('article').filter({ hasText: 'Kenya' })
  await card.getByRole('button', { name: 'Support' }).click()

  await paragraph(chair.page, 'OP5').click()
  const before = chair.page.getByRole('article').filter({ hasText: 'Kenya' })
  await expect(before).toContainText('Norway')
  await before.getByRole('button', { name: 'Adopt' }).click()
  const effect = chair.page.getByRole('dialog')
  await expect(effect).toContainText('Without delay')
  await effect.getByRole('button', { name: 'Adopt' }).click()
  await expect(effect).toBeHidden()
  for (const person of [kenya, norway, observer]) {
    await expect(paragraph(person.page, 'OP5')).toContainText('Without delay')
    await expect(person.page.getByRole('article').filter({ hasText: 'Open' })).toHaveCount(0)
  }
  const text = await story.negotiation.read()
  expect(text.find(p => p.label === 'OP5' && p.content.some(piece => piece.t.includes('Without delay')))).toBeTruthy()
})
