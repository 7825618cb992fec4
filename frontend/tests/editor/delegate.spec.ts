import { expect, test } from './page'

test('[E10] the first real change makes the draft, shown as inserted and struck words', async ({ editor }) => {
  await editor.open('mode=delegate&two')
  const before = (await editor.words('p3'))!
  await editor.press('p3', 20)
  await editor.key('ArrowRight')
  expect(await editor.ask('drafts')).toEqual([])
  await editor.key('ArrowLeft')
  await editor.type('QQ ')
  expect(await editor.words('p3')).toBe(before)
  expect(await editor.draftWords('p3')).toBe(before.slice(0, 20) + 'QQ ' + before.slice(20))
  for (const side of ['#a', '#b']) await expect(editor.page.locator(`${side} [data-slot=p3] ins.own`).first()).toBeVisible()
  await expect(editor.page.locator('#a [data-slot=p3] .slot-bar')).toContainText('only Kenya')
})
