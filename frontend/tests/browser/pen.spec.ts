/** The chair disposes of proposals and brackets: each act shows its effect before it is done, and is on the record. */
import { expect, test } from './house/shared'
import { paragraph, pressInto, selectWords, wordsOf } from './house/hands'
import type { Person, Story } from './house/story'

const card = ({ page }: Person, party: string) => page.getByRole('article').filter({ has: page.getByRole('heading', { name: party }) })
const dialogOf = ({ page }: Person) => page.getByRole('dialog')

/** A delegation replaces words and submits. */
async function propose(person: Person, label: string, words: string, becomes: string): Promise<void> {
  await selectWords(person.page, label, words)
  await person.page.keyboard.type(becomes)
  await person.page.keyboard.press('Control+Enter')
  await dialogOf(person).getByRole('button', { name: 'Submit' }).click()
  await expect(dialogOf(person)).toBeHidden()
}

/** What the chair's dialog shows beforehand, and then doing it. */
async function act(chair: Person, name: string, shows: Array<string | RegExp>): Promise<void> {
  const dialog = dialogOf(chair)
  for (const words of shows) await expect(dialog).toContainText(words)
  await dialog.getByRole('button', { name }).click()
  await expect(dialog).toBeHidden()
}

/** Press on the bracket sign before (or behind) these words. */
async function pressBracket(chair: Person, label: string, sign: '[' | ']', n: number): Promise<void> {
  await wordsOf(chair.page, label).locator('.bracket', { hasText: sign }).nth(n).click()
}

const words = async (story: Story, label: string): Promise<string> =>
  (await story.negotiation.read()).find(p => p.label === label)?.content.map(piece => piece.t).join('') ?? ''

test('four proposals: adopted, bracketed, parked, overtaken; each effect is shown before, and the record says who and when', async ({ story }) => {
  const kenya = await story.enter('kenya')
  const chair = await story.enter('chair')
  await propose(kenya, 'PP3', 'light is', 'air is')
  await propose(kenya, 'PP3', 'on land', 'ashore')
  await propose(kenya, 'PP3', 'one another', 'each other')
  await propose(kenya, 'PP3', 'their way', 'their home')
  await pressInto(chair.page, 'PP3')
  await expect(card(chair, 'Republic of Kenya')).toHaveCount(4)
  const open = (n: number) => card(chair, 'Republic of Kenya').filter({ hasText: `No. ${n}` })

  await open(1).getByRole('button', { name: 'Adopt' }).click()
  await act(chair, 'Adopt', ['PP3', 'light', 'air', 'to life on land'])
  await expect(wordsOf(kenya.page, 'PP3')).toContainText('what air is to life')
  await open(2).getByRole('button', { name: 'Bracket' }).click()
  await act(chair, 'Write in brackets', ['[on land][ashore - Kenya]'].map(w => new RegExp(w.split('').map(c => c.replace(/[[\]]/, '\\$&')).join('(\\(end\\)|inserted:|struck:|\\s)*').replace(/ /g, '\\s*'))))
  await expect(wordsOf(kenya.page, 'PP3')).toContainText('to life [on land][ashore - Kenya],')
  await open(3).getByRole('button', { name: 'Park' }).click()
  await act(chair, 'Park', ['No words of the text change.'])
  await expect(card(kenya, 'Republic of Kenya').filter({ hasText: 'No. 3' })).toContainText('Parked')
  await open(4).getByRole('button', { name: 'Overtaken' }).click()
  await act(chair, 'Declare overtaken', ['No words of the text change.'])
  await expect(wordsOf(kenya.page, 'PP3')).not.toContainText('their home')

  await kenya.page.getByRole('button', { name: /^More/ }).click()
  await kenya.page.getByRole('button', { name: /^Record/ }).click()
  const record = dialogOf(kenya)
  for (const said of ['No. 1 of Kenya adopted in PP3', 'No. 2 of Kenya written into PP3 in brackets', 'No. 3 of Kenya parked', 'No. 4 of Kenya overtaken']) {
    const entry = record.getByRole('listitem').filter({ hasText: said })
    await expect(entry).toContainText('Carla Chair')
    await expect(entry.locator('time')).toHaveAttribute('datetime', /^20\d\d-/)
  }
})

test('brackets are settled by pointing: lifted, struck, one of adjacent alternatives, across paragraphs, one of two options', async ({ story }) => {
  const chair = await story.enter('chair')
  const norway = await story.enter('norway')
  const popover = chair.page.getByRole('group', { name: 'This bracket' })
  await pressBracket(chair, 'PP10', '[', 0)
  await popover.getByRole('button', { name: 'Keep these words' }).click()
  await act(chair, 'Settle the bracket', ['PP10', 'and the rights and duties of coastal States'])
  await expect(wordsOf(norway.page, 'PP10')).toContainText('freedom of navigation and the rights and duties of coastal States under')

  await pressBracket(chair, 'OP8', '[', 0)
  await popover.getByRole('button', { name: 'Strike these words' }).click()
  await act(chair, 'Settle the bracket', ['OP8', 'continuous'])
  await expect(wordsOf(norway.page, 'OP8')).toContainText('soundscape under observation')

  await pressBracket(chair, 'PP11', '[', 1)
  await popover.getByRole('button', { name: /^Choose this of 2/ }).click()
  await act(chair, 'Settle the bracket', ['regretting'])
  await expect(wordsOf(norway.page, 'PP11')).toContainText('while noting that')

  await pressBracket(chair, 'PP12', '[', 0)
  await popover.getByRole('button', { name: 'Keep these words' }).click()
  await act(chair, 'Settle the bracket', ['PP12', 'PP13'])
  await expect(wordsOf(norway.page, 'PP12')).toHaveText(/^Stressing that means/)
  await expect(wordsOf(norway.page, 'PP13')).toContainText('in a predictable manner, [Placeholder')

  const option = chair.page.locator('[data-slot]').filter({ hasText: /^\s*Option 1:\s*$/ })
  await option.click()
  await chair.page.getByRole('complementary', { name: 'Paragraph' }).getByRole('button', { name: 'Choose this option' }).click()
  await act(chair, 'Choose this option', ['leaves the text', 'voluntary guidelines on the noise of ships'])
  await expect(norway.page.locator('[data-slot]').filter({ hasText: /Option [12]:/ })).toHaveCount(0)
  expect(await words(story, 'OP4')).toContain('Requests the competent international organizations')
})

test('[S6] agreed ad ref, agreed, re-opened; nobody types in a locked paragraph, and is told politely', async ({ story }) => {
  const chair = await story.enter('chair')
  const kenya = await story.enter('kenya')
  const panel = chair.page.getByRole('complementary', { name: 'Paragraph' })
  await pressInto(chair.page, 'PP3')
  await panel.getByRole('button', { name: 'Agreed ad ref' }).click()
  await act(chair, 'Confirm', ['locked for everybody'])
  await expect(panel.getByRole('button', { name: 'Agreed ad ref' })).toHaveAttribute('aria-pressed', 'true')
  await pressInto(kenya.page, 'PP3')
  await expect(kenya.page.getByRole('complementary', { name: 'Paragraph' })).toContainText('Agreed ad referendum: subject to capitals')

  const before = await words(story, 'PP3')
  for (const { page } of [chair, kenya]) {
    await pressInto(page, 'PP3')
    await page.keyboard.type('x')
    await page.keyboard.press('Delete')
    await expect(page.getByText('This paragraph is agreed; its words are locked.').first()).toBeVisible()
    await expect(wordsOf(page, 'PP3')).toHaveText(/^Recognizing that sound/)
  }
  expect(await words(story, 'PP3')).toBe(before)
  await expect(kenya.page.getByText('sees this')).toHaveCount(0)

  await panel.getByRole('button', { name: 'Agreed', exact: true }).click()
  await act(chair, 'Confirm', ['locked'])
  await expect(kenya.page.getByRole('complementary', { name: 'Paragraph' })).toContainText('Agreed: the words are locked')
  await panel.getByRole('button', { name: 'Open', exact: true }).click()
  await act(chair, 'Confirm', ['Re-open PP3'])
  await expect(kenya.page.getByRole('complementary', { name: 'Paragraph' })).not.toContainText('locked')
  await pressInto(kenya.page, 'PP3')
  await kenya.page.keyboard.type('x')
  await expect(paragraph(kenya.page, 'PP3').getByText('sees this')).toBeVisible()
})
