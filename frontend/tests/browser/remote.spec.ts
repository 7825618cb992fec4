/** Far away and on a phone: following the room, remarks, and being taken where the chair points. */
import { expect, test } from './house/shared'
import { paragraph, pressInto, typeInto, wordsOf } from './house/hands'
import type { Page } from '@playwright/test'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const fits = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
/** Whether a paragraph stands in the visible part of the text. */
const inSight = (page: Page, label: string): Promise<boolean> =>
  paragraph(page, label).evaluate(element => {
    const box = element.getBoundingClientRect()
    return box.top >= 0 && box.top < innerHeight * 0.8
  })

test('an observer on a phone follows the text and remarks; the chair shows and hides; no delegation sees it before', async ({ story }) => {
  const observer = await story.enter('observer', PHONE)
  const chair = await story.enter('chair')
  const norway = await story.enter('norway')
  await expect(paragraph(observer.page, 'PP3')).toBeVisible()
  expect(await fits(observer.page)).toBe(true)
  await typeInto(chair.page, 'PP3', 'Duly ')
  await expect(wordsOf(observer.page, 'PP3')).toHaveText(/^Duly Recognizing/)

  await wordsOf(observer.page, 'PP3').tap()
  await observer.page.getByRole('navigation', { name: 'Parts of the page' }).getByRole('button', { name: 'PP3' }).tap()
  await observer.page.getByLabel('Write a remark on this paragraph').fill('Whales also sing.')
  await observer.page.getByRole('button', { name: 'Send' }).tap()
  await expect(observer.page.getByText('The chair sees it')).toBeVisible()
  await expect(observer.page.getByLabel('Write a remark on this paragraph')).toHaveValue('')
  expect(await fits(observer.page)).toBe(true)

  await chair.page.getByRole('button', { name: /One remark waits for the chair/ }).click()
  const remark = chair.page.getByRole('complementary', { name: 'Paragraph' }).getByRole('article').filter({ hasText: 'Whales also sing.' })
  await expect(remark).toContainText('Olivia, Ocean Watch')
  await pressInto(norway.page, 'PP3')
  await expect(norway.page.getByText('Whales also sing.')).toHaveCount(0)
  await expect(norway.page.getByText('remark waits')).toHaveCount(0)
  await remark.getByRole('button', { name: 'Show to the room' }).click()
  await expect(norway.page.getByText('Whales also sing.')).toBeVisible()
  await expect(observer.page.getByText('The chair sees it')).toHaveCount(0)
  await remark.getByRole('button', { name: 'Hide from the room' }).click()
  await expect(norway.page.getByText('Whales also sing.')).toHaveCount(0)
  await expect(observer.page.getByText('Whales also sing.')).toBeVisible() // it is her own
})

test('the chair points; who follows is taken there; who wandered off or writes is offered the way', async ({ story }) => {
  const observer = await story.enter('observer', PHONE)
  const norway = await story.enter('norway')
  const chair = await story.enter('chair')
  await expect(paragraph(observer.page, 'PP1')).toBeVisible()
  await typeInto(norway.page, 'PP3', 'Quite ') // is writing
  await pressInto(chair.page, 'OP8')
  await chair.page.getByRole('button', { name: 'Point the room here' }).click()
  await expect.poll(() => inSight(observer.page, 'OP8')).toBe(true)
  expect(await inSight(norway.page, 'PP3')).toBe(true)
  const way = norway.page.getByRole('button', { name: 'The room is at OP8. Go there' })
  await way.click()
  await expect.poll(() => inSight(norway.page, 'OP8')).toBe(true)
  await expect(way).toHaveCount(0)

  const nav = observer.page.getByRole('navigation', { name: 'Parts of the page' })
  await nav.getByRole('button', { name: 'Outline' }).tap()
  await observer.page.getByRole('navigation', { name: 'Outline' }).getByRole('button', { name: /^PP1 / }).tap()
  await expect.poll(() => inSight(observer.page, 'PP1')).toBe(true)
  await observer.page.getByRole('button', { name: 'The room is at OP8. Go there' }).tap()
  await expect.poll(() => inSight(observer.page, 'OP8')).toBe(true)

  await observer.page.getByRole('button', { name: /^More/ }).tap()
  await observer.page.getByRole('button', { name: 'Follow', exact: true }).tap() // no longer
  await pressInto(chair.page, 'OP12')
  await chair.page.getByRole('button', { name: 'Point the room here' }).click()
  await expect(observer.page.getByRole('button', { name: 'The room is at OP12. Go there' })).toBeVisible()
  expect(await inSight(observer.page, 'OP8')).toBe(true)

  const late = await story.enter('kenya')
  await expect.poll(() => inSight(late.page, 'OP12')).toBe(true) // who comes late stands where the room is
})
