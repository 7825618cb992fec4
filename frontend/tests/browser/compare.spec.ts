/** The secretariat's desk: two versions compared, word by word and by keyboard; the life of the text. */
import { wellMade } from './house/eyes'
import { typeInto } from './house/hands'
import { expect, test } from './house/shared'

const NOW = [
  '# Draft resolution on water', '*The General Assembly,*', 'PP1 *Recalling* its resolution 70/1 of 25 September 2015,',
  'PP2 إن الجمعية العامة، إذ تشير إلى قراراتها ومقرراتها السابقة بشأن المياه،', 'PP3 缔约方会议回顾可持续发展目标并重申水资源的重要性，',
  'OP1 *Decides* to convene a high-level meeting [of the parties] in the autumn;', 'OP2 *Requests* the secretariat to report on finance;', 'OP3 *Invites* all parties to contribute;', 'OP4 *Encourages* cooperation among organisations.',
].join('\n\n')
const BEFORE = [
  '# Draft resolution on water', '*The General Assembly,*', 'OP4 *Encourages* cooperation among organisations.', 'PP1 *Recalling* its resolution 70/1 of 25 September 2015,',
  'PP2 إن الجمعية العامة، إذ تشير إلى قراراتها السابقة بشأن المياه،', 'PP3 缔约方会议回顾可持续发展目标并强调水资源的重要性，',
  'OP1 *Decides* to convene a meeting in the spring;', 'OP2 *Requests* the secretariat to report on finance; *Invites* all parties to contribute;',
].join('\n\n')
test.use({ source: NOW })

test('a file against the text now: by words in every script, moved as moved, from change to change by keyboard', async ({ story }) => {
  const { page } = await story.enter('secretariat')
  await page.goto(`${page.url()}/desk/compare`)
  await page.getByLabel('Older', { exact: true }).selectOption({ label: 'A file …' })
  await page.getByLabel('File for: Older').setInputFiles({ name: 'first-reading.md', mimeType: 'text/markdown', buffer: Buffer.from(BEFORE) })
  const redline = page.getByRole('region', { name: 'first-reading.md compared with The working text now' })
  await expect(redline.locator('ins').filter({ hasText: 'ومقرراتها' })).toBeVisible()
  await expect(redline.locator('del').filter({ hasText: '强调' })).toContainText(/^struck: ?强调/)
  await expect(redline.locator('p').filter({ hasText: 'إن الجمعية' })).toHaveCSS('direction', 'rtl')
  await expect(redline.getByRole('group', { name: /^OP4: moved from after/ })).toBeVisible()
  await expect(redline.getByRole('group', { name: /^OP2: split into 2 paragraphs/ })).toBeVisible()

  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as Word, with tracked changes' }).click()
  expect((await saved).suggestedFilename()).toBe('first-reading.md-The-working-text-now.docx')

  await page.locator('main').click({ position: { x: 5, y: 5 } })
  await page.keyboard.press('n')
  await page.keyboard.press('n')
  await expect(redline.locator('.entry-row:focus')).toHaveAccessibleName(/^PP3: 1 word inserted, 1 struck/)
  await expect(page.locator('[aria-live]').filter({ hasText: /^Change 2 of 5\. PP3/ })).toHaveCount(1)
  await page.keyboard.press('p')
  await expect(redline.locator('.entry-row:focus')).toHaveAccessibleName(/^PP2: 1 word inserted/)

  await page.getByRole('button', { name: 'Side by side' }).click()
  await expect(redline.locator('.side').first()).toBeVisible()
  await wellMade(page, 'compare-side')
  await page.getByRole('button', { name: 'Changes only' }).click()
  await expect(redline.getByText('2 paragraphs unchanged')).toBeVisible()
  expect(new URL(page.url()).searchParams.get('layout')).toBe('changes')
  await page.getByRole('button', { name: 'Inline' }).click()
  await wellMade(page, 'compare-inline')

  await page.getByLabel('File for: Older').setInputFiles({ name: 'scan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') })
  await expect(page.getByRole('alert')).toContainText('scan.pdf cannot be read as a text')
})

test('tables in a redline are tables: changes in their cells, rows that come and go, beside each other too', async ({ story }) => {
  const { page } = await story.enter('secretariat')
  await page.goto(`${page.url()}/desk/compare`)
  const file = (name: string, rows: string[]) => ({ name, mimeType: 'text/markdown', buffer: Buffer.from(['# Shares', ...NOW.split('\n\n').slice(1, 2), ['| Year | Share | Source |', '| --- | --- | --- |', ...rows].join('\n')].join('\n\n')) })
  for (const [side, name, rows] of [['Older', 'old.md', ['| 2030 | 5 per cent | levy |', '| 2035 | 7 per cent | fees |', '| 2040 | 8 per cent | bonds sold abroad |']], ['Newer', 'new.md', ['| 2030 | 6 per cent | levy |', '| 2035 | 7 per cent | fees |', '| 2050 | 10 per cent | gifts of others |']]] as const) {
    await page.getByLabel(side, { exact: true }).selectOption({ label: 'A file …' })
    await page.getByLabel(`File for: ${side}`).setInputFiles(file(name, [...rows]))
  }
  const table = page.getByRole('group', { name: 'Table with its changes' }).getByRole('table')
  await expect(table.getByRole('columnheader')).toHaveText(['Year', 'Share', 'Source'])
  await expect(table.getByRole('cell').filter({ hasText: 'per cent' }).first().locator('ins')).toContainText('6')
  await expect(table.getByRole('row').filter({ hasText: 'new row' })).toContainText('gifts of others')
  await expect(table.getByRole('row').filter({ hasText: 'removed row' })).toContainText('bonds sold abroad')
  await page.locator('main').click({ position: { x: 5, y: 5 } })
  await page.keyboard.press('n')
  await expect(table.locator('tr:focus')).toContainText('2030')
  await wellMade(page, 'compare-table')
  await page.getByRole('button', { name: 'Side by side' }).click()
  await expect(table.getByRole('row').filter({ hasText: 'gifts of others' }).getByRole('cell').first()).toHaveText('no such row')
  await wellMade(page, 'compare-table-side')
  await page.getByRole('button', { name: 'Changes only' }).click()
  await expect(table.getByText('1 row unchanged')).toBeVisible()
})

test('a delegation compares its own view, and nobody else ever sees it; the life of the text', async ({ story }) => {
  const kenya = await story.enter('kenya')
  await typeInto(kenya.page, 'OP2', 'Urgently ')
  await expect(kenya.page.getByText('Saved', { exact: true }).first()).toBeVisible()
  const chair = await story.enter('chair')
  const heard: string[] = []
  chair.page.on('response', response => void response.text().then(text => heard.push(text), () => undefined))
  const address = `${story.address(kenya)}/desk/compare?before=now&after=mine`
  await kenya.page.goto(address)
  await expect(kenya.page.locator('ins').filter({ hasText: 'Urgently' })).toBeVisible()
  await chair.page.goto(`${story.address(chair)}/desk/compare?before=now&after=mine`)
  await expect(chair.page.getByText('Choose a file to compare with.').or(chair.page.getByText('The two texts are the same')).first()).toBeVisible()

  await chair.page.getByRole('link', { name: 'History', exact: true }).click()
  await expect(chair.page.getByRole('img', { name: /^Brackets: 1 at first, 1 now/ })).toBeVisible()
  await expect(chair.page.getByRole('table')).toContainText('Open proposals')
  const slider = chair.page.getByRole('slider', { name: 'At this moment' })
  await slider.focus()
  await chair.page.keyboard.press('Home')
  await wellMade(chair.page, 'history')
  expect(heard.join(' ')).not.toContain('Urgently')
})
