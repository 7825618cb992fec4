/** The secretariat's desk: revisions are issued, read for ever, and followed. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import type { FloorState } from '../../src/drafting/types'
import { paragraph, selectWords, submitDraft } from './house/hands'
import { Caller } from './house/negotiation'
import { expect, test } from './house/shared'
import type { Person } from './house/story'

async function sound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(', ')}`)).toEqual([])
}

async function issue(page: Page, symbol: string, labels: string, change?: () => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: 'Issue a revision' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Symbol' }).fill(symbol)
  await dialog.getByRole('radio', { name: labels }).check()
  await sound(page)
  await dialog.getByRole('button', { name: 'See what will be issued' }).click()
  await expect(dialog.getByRole('table')).toContainText('PP3')
  await sound(page)
  if (change) {
    await change()
    await dialog.getByRole('button', { name: `Issue ${symbol}` }).click()
    await expect(dialog.getByRole('alert')).toContainText('changed since you looked')
    await dialog.getByRole('button', { name: 'Look again' }).click()
  }
  await dialog.getByRole('button', { name: `Issue ${symbol}` }).click()
  await expect(page.getByRole('list', { name: 'Revisions' })).toContainText(symbol)
}

/** Nothing sticks out, from phone to wall; light and dark. */
async function fits(page: Page): Promise<void> {
  const before = page.viewportSize()!
  for (const [width, colorScheme] of [[390, 'light'], [1920, 'dark'], [390, 'dark']] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: 900 })
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth), { message: String(width) }).toBeLessThanOrEqual(0)
  }
  await sound(page)
  await page.setViewportSize(before)
  await page.emulateMedia({ colorScheme: 'light' })
}

const desk = (person: Person, address: string): Promise<unknown> => person.page.goto(`${address}/desk`)

test('two revisions, a change between them, and where OP7 is now', async ({ story }) => {
  const secretariat = await story.enter('secretariat')
  const kenya = await story.enter('kenya')
  const { page } = secretariat
  await page.getByRole('button', { name: 'More:' }).click()
  await page.getByRole('link', { name: 'Revisions and outputs' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Revisions' })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('Nothing has been issued yet')
  await sound(page)
  await issue(page, 'A/C.2/81/L.5', 'As they stand')

  // The chair takes a proposal in; the revision stays as it was issued.
  await selectWords(kenya.page, 'PP3', 'whales')
  await kenya.page.keyboard.type('seals')
  await submitDraft(kenya.page)
  await page.getByRole('button', { name: 'Issue a revision' }).click()
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Symbol' })).toHaveValue('A/C.2/81/L.5/Rev.1')
  await page.keyboard.press('Escape')
  await issue(page, 'A/C.2/81/L.5/Rev.1', 'As a resolution is printed', async () => {
    const chair = await Caller.join(await story.link('chair'), 'Carla Chair')
    const at = `/texts/${story.negotiation.text}`
    const { state } = await chair.call<{ state: FloorState }>('GET', `${at}/floor`)
    await chair.call('POST', `${at}/commands`, { id: 'adopt', command: { do: 'adopt', proposal: Object.keys(state.proposals)[0] } })
  })
  await sound(page)

  // The room is numbered with it, before everybody's eyes.
  await expect(paragraph(kenya.page, '1.')).toBeVisible()
  await expect(paragraph(kenya.page, 'OP7')).toHaveCount(0)

  await page.getByRole('textbox', { name: 'Label' }).fill('OP7')
  await page.getByRole('button', { name: 'Find' }).click()
  await expect(page.getByRole('region', { name: 'Where is it now?' })).toContainText(/OP7 in A\/C\.2\/81\/L\.5/)
  await expect(page.getByRole('region', { name: 'Where is it now?' })).toContainText('A/C.2/81/L.5/Rev.1: now')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page.getByRole('table')).toContainText('renumbered')
  await fits(page)

  // A delegate reads the first one under its permanent address: as it was, with its sources.
  await desk(kenya, story.address(kenya))
  await expect(kenya.page.getByRole('button', { name: 'Issue a revision' })).toHaveCount(0)
  await kenya.page.getByRole('link', { name: /^Read ?: A\/C\.2\/81\/L\.5$/ }).click()
  await expect(kenya.page.getByRole('main')).toContainText('that whales, fish')
  await expect(kenya.page.getByRole('main')).toContainText('A later revision has been issued: A/C.2/81/L.5/Rev.1')
  await sound(kenya.page)
  await kenya.page.getByRole('main').getByRole('link', { name: 'A/C.2/81/L.5/Rev.1' }).click()
  await expect(kenya.page.getByRole('main')).toContainText('that seals, fish')
  await kenya.page.getByText('that seals, fish').click()
  await expect(kenya.page.getByRole('complementary')).toContainText('The text now: still')
  await expect(kenya.page.getByRole('complementary')).toContainText('Proposal No. 1 of Kenya adopted')
  await fits(kenya.page)
  await kenya.page.getByRole('button', { name: 'Sources' }).click()
  await expect(kenya.page.getByRole('table')).toContainText('Proposal No. 1 of Kenya adopted')
  await fits(kenya.page)
})
