/** Every screen for every eye: nothing for axe to find and nothing that sticks out, light and dark, from phone to wall. */
import { wellMade } from './house/eyes'
import { draftBar, typeInto } from './house/hands'
import { Caller } from './house/negotiation'
import { expect, test } from './house/shared'

/** One paragraph of every kind: axe takes its time over each. */
test.use({
  source: [
    '# Draft decision', '*The Conference,*', 'PP1 *Recalling* its mandate, (Agreed)', 'PP2 *Recalling also* the decisions of its [first][second [and third]] session, (Kenya: delete)',
    '## I. Objectives', 'PP3 *Recognizing* that whales hear;[^1]', '1. *Decides* to act [by 2030', '2. and to report] thereon] to:', '(a) Its bureau;',
    'OP9 *تحث* الدول على أن تتبادل [البيانات]؛', '# Annex. Guidelines', '## Article 1. Terms', '[^1]: As is known.',
  ].join('\n\n'),
})

test('axe finds nothing outside of the meeting, light and dark, from phone to wall', async ({ story, browser }) => {
  const context = await browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto(story.server.url)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await wellMade(page, 'home')
  await page.goto(await story.link('observer'))
  await expect(page.getByLabel('Your name')).toBeVisible()
  await wellMade(page, 'join')
  await context.close()
  const secretariat = await story.enter('secretariat')
  await secretariat.page.getByRole('link', { name: 'To the negotiation' }).click()
  await expect(secretariat.page.getByRole('button', { name: /Copy link/ }).first()).toBeVisible()
  await wellMade(secretariat.page, 'negotiation')
  await secretariat.page.getByRole('button', { name: 'Bring in a text' }).click()
  await wellMade(secretariat.page, 'import')
})

test('axe finds nothing in the meeting, light and dark, from phone to wall', async ({ story }) => {
  const norway = await Caller.join(await story.link('norway'), 'Astrid')
  const paragraph = (await story.negotiation.read()).find(p => p.label === 'PP3')!
  const words = paragraph.content.map(piece => piece.t).join('')
  const span = [words.indexOf('whales'), words.indexOf('whales') + 6]
  await norway.call('POST', `/texts/${story.negotiation.text}/commands`, {
    id: 'first', command: { do: 'submit', party: story.negotiation.parties['Norway'], amendments: [{ kind: 'change', paragraph: paragraph.id, basis: paragraph.content, span, replacement: [{ t: 'seals' }] }] },
  })
  const { page } = await story.enter('kenya', { viewport: { width: 1280, height: 900 } })
  await typeInto(page, 'PP3', 'Truly ')
  await expect(page.getByRole('article')).toBeVisible()
  await wellMade(page, 'meeting')
  await draftBar(page, 'PP3').getByRole('button', { name: 'Submit' }).click()
  await wellMade(page, 'submit')
  await page.keyboard.press('Escape')
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.getByRole('button', { name: /^View/ }).click()
  await page.getByRole('button', { name: /^Compilation/ }).click()
  await wellMade(page, 'compilation')
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.keyboard.press('r')
  await wellMade(page, 'record')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await wellMade(page, 'help')
})
