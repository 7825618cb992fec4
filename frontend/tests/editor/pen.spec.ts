import { expect, test } from './page'

test('[E1] words typed by one pen stand in the other at once', async ({ editor }) => {
  await editor.open('mode=pen&two')
  const before = (await editor.words('p3'))!
  await editor.press('p3', 20)
  await editor.type('QQ')
  expect(await editor.words('p3')).toBe(before.slice(0, 20) + 'QQ' + before.slice(20))
  await expect(editor.page.locator('#b [data-slot=p3] .words')).toContainText(before.slice(0, 20) + 'QQ')
})
