/** The facilitator's desk: the same words become one, options change places by keyboard, and the proof stands. */
import { wellMade } from './house/eyes'
import { paragraph } from './house/hands'
import { expect, test } from './house/shared'

test.use({
  source: [
    '# Draft resolution on water', 'OP1 *Decides* that States [should - Avelia][shall - Kenya][shall - Norway] protect aquifers;',
    'OP2 *Requests* a report [by 2030 - Kenya, Norway] [at the latest - Kenya, Norway] on the matter;', 'OP3 各国[应当 - Kenya][应当 - Norway]保护水资源；',
    'OP4 Option 1: Parties report each year.', 'OP5 Option 2: Parties report every second year.', 'OP6 Option 3: Parties report each year.',
  ].join('\n\n'),
})

test('[T6] what reads the same is put together with its proof; options are put in order by keyboard', async ({ story }) => {
  const { page } = await story.enter('secretariat')
  const text = page.url()
  await page.goto(`${text}/desk/streamline`)
  const cards = page.getByRole('article')
  await expect(page.getByRole('heading', { name: '4 things can be put together' })).toBeVisible()
  await wellMade(page, 'streamline')
  await page.setViewportSize({ width: 1280, height: 900 })
  await cards.filter({ hasText: 'Decides' }).getByRole('button', { name: 'Make one alternative of them' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Done, and proven' })).toContainText('Every party’s words are still there')
  await expect(page.getByRole('heading', { name: '3 things can be put together' })).toBeVisible()

  await page.getByRole('button', { name: 'Option 3: one place up' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'Option 3 is now number 2 of 3' })).toBeAttached()
  await expect(page.getByRole('button', { name: 'Option 3: one place up' })).toBeFocused()
  await page.getByRole('button', { name: 'Put the options in this order' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Done, and proven' })).toBeVisible()
  await page.getByRole('article').filter({ hasText: 'Options with the same words' }).getByRole('button').click()
  await expect(page.getByRole('status').filter({ hasText: 'Stood twice, stands once (1)' })).toBeVisible()

  await page.goto(text)
  await expect(paragraph(page, 'OP1')).toContainText('[should - Avelia][shall - Kenya, Norway] protect')
})

test('[V] the facilitator’s desk does not open for a delegation', async ({ story }) => {
  const { page } = await story.enter('norway')
  await page.goto(`${page.url()}/desk/streamline`)
  await expect(page.getByText('it does not open for a delegation')).toBeVisible()
})
