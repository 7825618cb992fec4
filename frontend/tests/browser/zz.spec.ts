import { test, expect } from './house/shared'
import { paragraph, pressInto, typeInto, wordsOf } from './house/hands'
const S = '/tmp/w/shots/'
test('look', async ({ story }) => {
  const { page } = await story.enter('kenya')
  const c = await story.enter('kenya2')
  await pressInto(page, 'OP8')
  console.log('in op8')
  await page.keyboard.press('Control+End')
  const w = wordsOf(page, 'PP9 alt')
  for (let i = 0; i < 3; i++) {
    await w.scrollIntoViewIfNeeded()
    const at = await w.evaluate(element => {
  const range = document.createRange()
  const letters = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  range.setStart(letters.nextNode()!, 0)
  range.setEnd(letters.currentNode, 1)
  const box = range.getBoundingClientRect()
  return { x: box.x + box.width / 3, y: box.y + box.height / 2, t: letters.currentNode.textContent, h: element.innerHTML.slice(0, 300) }
})
    console.log(at)
    await page.mouse.click(at.x, at.y)
    console.log(await page.evaluate(() => { const n = getSelection()?.focusNode; return [n?.textContent?.slice(0, 40), document.activeElement?.className] }))
    await page.screenshot({ path: S + `b${i}.png` })
  }
})
