/** The record: the text at any moment, what of ours is gone, and a forged record that the browser notices. */
import type { FloorState } from '../../src/drafting/types'
import { wellMade } from './house/eyes'
import { paragraph, selectWords, submitDraft } from './house/hands'
import { Caller } from './house/negotiation'
import { expect, test } from './house/shared'

test('what stood when, what of ours is gone, and who wrote the past anew', async ({ story }) => {
  const kenya = await story.enter('kenya')
  const { page } = kenya
  const chair = await Caller.join(await story.link('chair'), 'Carla Chair')
  const at = `/texts/${story.negotiation.text}`
  const act = (id: string, command: object): Promise<unknown> => chair.call('POST', `${at}/commands`, { id, command })

  // Ours goes in, and is taken out again by another's proposal.
  await selectWords(page, 'PP3', 'whales')
  await page.keyboard.type('grey seals')
  await submitDraft(page)
  const { state } = await chair.call<{ state: FloorState }>('GET', `${at}/floor`)
  await act('adopt-ours', { do: 'adopt', proposal: Object.keys(state.proposals)[0] })
  await expect(paragraph(page, 'PP3')).toContainText('grey seals')
  const norway = await story.enter('norway')
  await selectWords(norway.page, 'PP3', 'grey seals')
  await norway.page.keyboard.type('walruses')
  await submitDraft(norway.page)
  const floor = await chair.call<{ state: FloorState }>('GET', `${at}/floor`)
  await act('adopt-theirs', { do: 'adopt', proposal: Object.values(floor.state.proposals).find(p => p.stage === 'open')!.id })

  const last = (await chair.call<{ events: unknown[] }>('GET', `${at}/record`)).events.length
  await page.goto(`${story.address(kenya)}/desk/record`)
  await expect(page.getByRole('main').getByRole('status')).toContainText(`${last} acts, checked by this browser`)
  const moment = page.getByRole('region', { name: 'The text at any moment' })
  await expect(moment).toContainText(`Act ${last} of ${last}`)
  await expect(moment.locator('ins')).toContainText('walruses')
  await page.keyboard.press('p')
  await expect(moment).toContainText(`Act ${last - 1} of ${last}`)
  await expect(moment.locator('ins')).toHaveCount(0)
  await page.keyboard.press('p')
  await expect(moment).toContainText(`Act ${last - 2} of ${last}`)
  await expect(moment.locator('ins')).toContainText('grey seals')
  await moment.getByRole('slider').fill('1')
  await expect(moment).toContainText('whales')
  await expect(moment).not.toContainText('grey seals')

  const gone = page.getByRole('region', { name: 'What of ours is gone' }).first()
  await gone.getByRole('button', { name: 'Show what is gone' }).click()
  await expect(gone.getByRole('row').nth(1)).toContainText(new RegExp(`grey seals.*PP3.*Act ${last}`))
  await gone.getByRole('button', { name: `Act ${last}` }).click()
  await expect(moment).toContainText(`Act ${last} of ${last}`)
  await page.getByRole('region', { name: 'All acts' }).getByLabel('What').selectOption('adopted')
  await expect(page.getByRole('region', { name: 'All acts' }).getByRole('listitem')).toHaveCount(2)
  await wellMade(page, 'record')

  // The record goes on, and this browser finds that it does.
  await act('point', { do: 'point', paragraph: null }).catch(() => undefined)
  await page.reload()
  await expect(page.getByRole('main').getByRole('status')).toContainText('The record continues what this browser kept')

  // Somebody between us and the server (or in its database) writes an act anew: another name, everything else fits.
  await page.route('**/record', async route => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: (await answer.text()).replace('walruses', 'seagulls') })
  })
  await page.reload()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('This record cannot be trusted. The acts are not those that were signed.')
  await page.unroute('**/record')

  // Or the whole installation, with a key of its own: a checkpoint of another chain under the same seat.
  await page.route('**/record/checkpoint', async route => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...(await answer.json()), head: '0'.repeat(64), key: 'ab'.repeat(32) } })
  })
  await page.reload()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('This record cannot be trusted.')
  await page.goto(story.address(kenya))
  await expect(page.getByText('does not continue what this browser has kept')).toBeVisible({ timeout: 20_000 })
  await page.unroute('**/record/checkpoint')
  await page.getByRole('link', { name: 'Open the record' }).click()
  await expect(page.getByRole('main').getByRole('status')).toContainText('checked by this browser')
})
