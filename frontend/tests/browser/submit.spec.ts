/** From the draft to the room: what stands before everybody, and what the parties say on it. */
import { expect, test } from './house/shared'
import { draftBar, pressInto, selectWords, typeInto, wordsOf } from './house/hands'
import type { Person } from './house/story'

const card = ({ page }: Person, party: string) => page.getByRole('article').filter({ has: page.getByRole('heading', { name: party }) })

test('one amendment of two: the confirmation shows the exact words and exactly who reads them; then it stands for all', async ({ story }) => {
  const kenya = await story.enter('kenya')
  const others = [await story.enter('norway'), await story.enter('chair'), await story.enter('observer')]
  await selectWords(kenya.page, 'PP3', 'whales')
  await kenya.page.keyboard.type('seals')
  await selectWords(kenya.page, 'PP3', 'on land')
  await kenya.page.keyboard.type('ashore')
  await draftBar(kenya.page, 'PP3').getByRole('button', { name: 'Submit' }).click()
  const dialog = kenya.page.getByRole('dialog')
  await expect(dialog.getByRole('checkbox')).toHaveCount(2)
  await dialog.getByRole('checkbox').filter({ visible: true }).first().uncheck()
  await expect(dialog).toContainText('All 5 delegations and one observer will read it')
  for (const name of ['Republic of Kenya', 'Kingdom of Norway', 'Avelia', 'Borrland', 'Keralu', 'Ocean Watch']) await expect(dialog.getByText(name).first()).toBeVisible()
  await dialog.getByLabel('Rationale').fill('Seals hear as well.')
  await dialog.getByRole('button', { name: 'Submit' }).click()
  await expect(dialog).toBeHidden()

  for (const person of others) {
    await expect(wordsOf(person.page, 'PP3').locator('.proposed')).toHaveText(/\[seals - Kenya\]$/)
    await expect(wordsOf(person.page, 'PP3')).not.toContainText('ashore')
    await person.page.getByRole('navigation', { name: 'Outline' }).getByRole('button', { name: /^PP3 / }).click()
    await expect(card(person, 'Republic of Kenya')).toContainText('Seals hear as well.')
    await expect(card(person, 'Republic of Kenya')).toContainText('No. 1')
    await expect(person.page.getByText('sees this')).toHaveCount(0)
  }
  // What was not chosen is still a draft.
  await expect(draftBar(kenya.page, 'PP3')).toBeVisible()
  await expect(wordsOf(kenya.page, 'PP3').locator('ins.own')).toHaveText(['ashore'])
  await expect(wordsOf(kenya.page, 'PP3').locator('.proposed')).toHaveText(/\[seals - Kenya\]$/)
})

test('competing proposals on the same words stand as alternatives, and one is withdrawn before everybody', async ({ story }) => {
  const kenya = await story.enter('kenya')
  const norway = await story.enter('norway')
  const observer = await story.enter('observer')
  for (const [person, words] of [[kenya, 'dolphins'], [norway, 'large animals']] as const) {
    await selectWords(person.page, 'PP3', 'whales')
    await person.page.keyboard.type(words)
    await draftBar(person.page, 'PP3').getByRole('button', { name: 'Submit' }).click()
    await person.page.getByRole('dialog').getByRole('button', { name: 'Submit' }).click()
    await expect(person.page.getByRole('dialog')).toBeHidden()
  }
  for (const { page } of [kenya, norway, observer]) {
    await expect(wordsOf(page, 'PP3').locator('.proposed')).toHaveText([/\[dolphins - Kenya\]$/, /\[large animals - Norway\]$/])
    await expect(page.getByText('sees this')).toHaveCount(0)
  }
  await observer.page.getByRole('button', { name: /^View/ }).click()
  await observer.page.getByRole('button', { name: /^Compilation/ }).click()
  await expect(observer.page.getByRole('region', { name: 'Compilation' })).toContainText(/that \[whales\]\[(inserted:)?dolphins - Kenya\]\[(inserted:)?large animals - Norway\], fish/)

  await pressInto(kenya.page, 'PP3')
  await card(kenya, 'Republic of Kenya').getByRole('button', { name: 'Withdraw' }).click()
  await expect(kenya.page.getByRole('dialog')).toContainText('stays on the record')
  await kenya.page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click()
  await expect(wordsOf(norway.page, 'PP3')).not.toContainText('dolphins')
  await expect(observer.page.getByRole('region', { name: 'Compilation' })).toContainText(/that \[whales\]\[(inserted:)?large animals - Norway\], fish/)
  await pressInto(norway.page, 'PP3')
  await norway.page.getByText('One settled proposal').click()
  await expect(card(norway, 'Republic of Kenya')).toContainText('Withdrawn')
})

test('all amendments of a paragraph at once; then five stances, statements, a co-sponsor, and a proposal on the proposal', async ({ story }) => {
  const kenya = await story.enter('kenya')
  const norway = await story.enter('norway')
  const keralu = await story.enter('keralu')
  await typeInto(kenya.page, 'OP5', 'Without delay ')
  await selectWords(kenya.page, 'OP5', 'thereon')
  await kenya.page.keyboard.type('every year')
  await kenya.page.keyboard.press('Control+Enter')
  const dialog = kenya.page.getByRole('dialog')
  await dialog.getByRole('radio', { name: 'Republic of Kenya' }).check()
  await dialog.getByRole('button', { name: 'Submit' }).click()
  await expect(dialog).toBeHidden()
  await expect(kenya.page.getByText('sees this')).toHaveCount(0)

  await pressInto(norway.page, 'OP5')
  const first = card(norway, 'Republic of Kenya').filter({ hasText: 'every year' })
  for (const stance of ['Support', 'Oppose', 'Reserve', 'Flexible', 'Needs capital']) {
    await first.getByRole('button', { name: stance, exact: true }).click()
    await expect(first.getByRole('button', { name: stance, exact: true })).toHaveAttribute('aria-pressed', 'true')
  }
  await first.getByRole('button', { name: 'Add a statement' }).click()
  await first.getByLabel('Statement').fill('We will hear from Oslo tomorrow.')
  await first.getByRole('button', { name: 'State it' }).click()
  await pressInto(keralu.page, 'OP5')
  const seen = card(keralu, 'Republic of Kenya').filter({ hasText: 'every year' })
  await expect(seen).toContainText('Needs capital')
  await expect(seen).toContainText('We will hear from Oslo tomorrow.')
  await seen.getByRole('button', { name: 'Co-sponsor' }).click()
  await expect(first).toContainText('Co-sponsored by Keralu')
  await expect(wordsOf(norway.page, 'OP5').locator('.proposed').last()).toHaveText(/\[every year - Kenya, Keralu\]$/)

  await first.getByRole('button', { name: 'Answer with a proposal' }).click()
  const answer = norway.page.getByRole('dialog')
  await answer.getByLabel('How these words should read').fill('every second year')
  await answer.getByRole('button', { name: 'Submit' }).click()
  await expect(answer).toBeHidden()
  await expect(card(keralu, 'Kingdom of Norway')).toContainText('On proposal No.')
  await expect(wordsOf(keralu.page, 'OP5')).toContainText('second')
  await first.getByRole('button', { name: 'Needs capital' }).click() // pressed again: taken back
  await expect(seen).not.toContainText('We will hear from Oslo')
})
