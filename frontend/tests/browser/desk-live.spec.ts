/** The desk while others act: its lists follow, and nothing that is being done is disturbed. */
import { readFile } from 'node:fs/promises'
import type { FloorState } from '../../src/drafting/types'
import { selectWords, submitDraft } from './house/hands'
import { Caller } from './house/negotiation'
import { expect, test } from './house/shared'

test('[Q1] [Q2] [Q4] what the chair does elsewhere is in every list of the secretary’s desk', async ({ story }) => {
  const kenya = await story.enter('kenya')
  const { page, ...secretary } = await story.enter('secretariat')
  const chair = await Caller.join(await story.link('chair'), 'Carla Chair')
  const at = `/texts/${story.negotiation.text}`
  const act = (command: Record<string, unknown>): Promise<unknown> => chair.call('POST', `${at}/commands`, { id: crypto.randomUUID(), command })
  const issue = (symbol: string): Promise<unknown> => chair.call('POST', `${at}/revisions`, { id: symbol, symbol, title: 'Underwater noise', date: '2026-03-02' })
  const tab = (name: string): Promise<void> => page.getByRole('navigation', { name: 'Parts of the desk' }).getByRole('link', { name, exact: true }).click()

  await page.goto(`${story.address({ ...secretary, page })}/desk/revisions`)
  await expect(page.getByRole('main')).toContainText('Nothing has been issued yet')
  await issue('A/C.2/81/L.5')
  const list = page.getByRole('list', { name: 'Revisions' })
  await expect(list).toContainText('A/C.2/81/L.5')
  await expect(page.getByText('Carla Chair has issued A/C.2/81/L.5.')).toHaveCount(2) // shown, and spoken

  const label = page.getByRole('textbox', { name: 'Label' })
  await label.fill('OP7')
  await issue('A/C.2/81/L.5/Rev.1')
  await expect(list).toContainText('A/C.2/81/L.5/Rev.1')
  await expect(label).toBeFocused()
  await expect(label).toHaveValue('OP7')

  await tab('Record')
  const acts = page.getByRole('region', { name: 'All acts' }).getByRole('listitem')
  await expect(acts.first()).toContainText('A/C.2/81/L.5/Rev.1')
  const slider = page.getByRole('slider')
  const end = Number(await slider.getAttribute('max'))
  await act({ do: 'point', paragraph: null })
  const paragraph = (await chair.call<{ paragraphs: Array<{ id: string }> }>('GET', at)).paragraphs[5]!.id
  await act({ do: 'mark', paragraph, state: 'agreed_ad_ref' })
  await expect(acts.first()).toContainText('Agreed ad ref')
  await expect.poll(async () => Number(await slider.getAttribute('max'))).toBeGreaterThan(end)
  expect(await slider.inputValue()).toBe(await slider.getAttribute('max'))
  await slider.fill('1')
  await act({ do: 'mark', paragraph, state: 'open' })
  await expect(acts.first()).toContainText('PP2 bis: Open')
  expect(await slider.inputValue()).toBe('1')

  // Two proposals, of which one is chosen for the file.
  for (const [words, put] of [['whales', 'seals'], ['fish', 'squid']] as const) {
    await selectWords(kenya.page, 'PP3', words)
    await kenya.page.keyboard.type(put)
    await submitDraft(kenya.page)
  }
  await tab('Outputs')
  await page.getByRole('radio', { name: 'Those I choose' }).check()
  await page.getByRole('checkbox', { name: /squid/ }).check()
  await expect(page.getByText('1 of 2 chosen')).toBeVisible()
  await page.getByRole('radio', { name: 'Plain text', exact: true }).check()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Make the file' }).click()])
  const words = await readFile(await file.path(), 'utf8')
  expect(words).toContain('whales, squid')
  expect(words).not.toContain('seals')

  // [Q3] A redline stays as it is read, and says that the text has changed.
  await tab('Compare')
  await expect(page.getByRole('region', { name: 'What changed' })).toContainText('The two texts are the same, word for word.')
  const { state } = await chair.call<{ state: FloorState }>('GET', `${at}/floor`)
  await act({ do: 'adopt', proposal: Object.values(state.proposals).find(p => p.number === 1)!.id })
  await expect(page.getByText('The text has changed since.')).toBeVisible()
  await page.getByRole('button', { name: 'Compare again' }).click()
  await expect(page.getByRole('main')).toContainText('seals')
})
