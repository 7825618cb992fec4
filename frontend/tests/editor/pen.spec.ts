import { expect, test } from './page'
import { CHINESE } from './seed'

test.describe('a pen', () => {
  test('[E1] words typed by one pen stand in the other at once', async ({ editor }) => {
    await editor.open('mode=pen&two')
    const before = (await editor.words('p3'))!
    await editor.press('p3', 20)
    await editor.type('QQ')
    expect(await editor.words('p3')).toBe(before.slice(0, 20) + 'QQ' + before.slice(20))
    await expect(editor.page.locator('#b [data-slot=p3] .words')).toContainText(before.slice(0, 20) + 'QQ')
  })

  test('[E3] splitting in the middle gives the second half a new id', async ({ editor }) => {
    await editor.open('mode=pen&two')
    const before = (await editor.words('p3'))!
    await editor.press('p3', 20)
    await editor.key('Enter')
    await editor.type('N')
    const ids = await editor.ask('ids')
    const fresh = ids[ids.indexOf('p3') + 1]!
    expect(ids).toHaveLength(31)
    expect(await editor.words('p3')).toBe(before.slice(0, 20))
    expect(await editor.words(fresh)).toBe('N' + before.slice(20))
    await expect(editor.page.locator(`#b [data-slot="${fresh}"] .words`)).toContainText('N')
  })

  test('[E3] splitting at the start: the id stays with the words, the paragraph above is the new one', async ({ editor }) => {
    await editor.open('mode=pen&two')
    const before = (await editor.words('p3'))!
    await editor.press('p3', 0)
    await editor.key('Enter')
    await editor.type('Z')
    const ids = await editor.ask('ids')
    expect(await editor.words('p3')).toBe('Z' + before)
    expect(await editor.words(ids[ids.indexOf('p3') - 1]!)).toBe('')
  })

  test('[E3] joining keeps the upper id; an empty paragraph above gives way to the words below', async ({ editor }) => {
    await editor.open('mode=pen')
    const [p2, p3] = [(await editor.words('p2'))!, (await editor.words('p3'))!]
    await editor.press('p3', 0)
    await editor.key('Backspace')
    expect(await editor.words('p2')).toBe(p2 + p3)
    expect(await editor.words('p3')).toBeNull()
    await editor.press('p4', 0)
    await editor.key('Enter')
    await editor.key('Backspace')
    expect(await editor.words('p4')).not.toBeNull()
    expect(await editor.ask('ids')).toHaveLength(29)
  })

  test('[E3] forward delete inside, and at the end of a paragraph', async ({ editor }) => {
    await editor.open('mode=pen')
    const [p3, p4] = [(await editor.words('p3'))!, (await editor.words('p4'))!]
    await editor.press('p3', 10)
    await editor.key('Delete', 5)
    expect(await editor.words('p3')).toBe(p3.slice(0, 10) + p3.slice(15))
    await editor.press('p3', p3.length - 5)
    await editor.key('Delete')
    expect(await editor.words('p3')).toBe(p3.slice(0, 10) + p3.slice(15) + p4)
  })

  test('[E4] paste of several paragraphs makes new paragraphs with new ids', async ({ editor }) => {
    await editor.open('mode=pen&two')
    const before = (await editor.words('p3'))!
    await editor.page.evaluate(() => navigator.clipboard.writeText('one\n\ntwo\n\nthree'))
    await editor.press('p3', 10)
    await editor.key('Control+v')
    const ids = await editor.ask('ids')
    const at = ids.indexOf('p3')
    expect(ids).toHaveLength(32)
    expect(await editor.words('p3')).toBe(before.slice(0, 10) + 'one')
    expect(await editor.words(ids[at + 1]!)).toBe('two')
    expect(await editor.words(ids[at + 2]!)).toBe('three' + before.slice(10))
  })

  test('[E30] a pasted table is rows beside the words of the caret', async ({ editor }) => {
    await editor.open('mode=pen')
    const before = (await editor.words('p3'))!
    await editor.press('p3', 10)
    await editor.page.evaluate(() => navigator.clipboard.write([new ClipboardItem({ 'text/html': new Blob(['<table><tr><th>Year</th><th>Share</th></tr><tr><td>2030</td><td><b>5</b> | 7</td></tr></table>'], { type: 'text/html' }) })]))
    await editor.key('Control+v')
    await expect.poll(() => editor.words('p3')).toBe(before.slice(0, 10)) // what reads tables is fetched with the first
    const ids = await editor.ask('ids')
    const at = ids.indexOf('p3')
    expect(await editor.words(ids[at + 1]!)).toBe('Year | Share')
    expect(await editor.words(ids[at + 2]!)).toBe('2030 | 5 \\| 7')
    expect(await editor.words(ids[at + 3]!)).toBe(before.slice(10))
    await expect(editor.page.locator(`#a [data-slot="${ids[at + 1]}"] .kind-row.level-1`)).toBeVisible()
    await expect(editor.page.locator(`#a [data-slot="${ids[at + 2]}"] .kind-row strong`)).toHaveText('5')
  })

  test('[E4] a paragraph copied and pasted comes under a new id', async ({ editor }) => {
    await editor.open('mode=pen')
    const words = (await editor.words('p3'))!
    await editor.press('p2', 5)
    await editor.key('Control+a')
    await editor.key('Control+c')
    await editor.press('p3', words.length)
    await editor.key('Control+v')
    const ids = await editor.ask('ids')
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(59)
  })

  test('[E5] a selection over several paragraphs is copied whole, without margins and without proposals', async ({ editor }) => {
    await editor.open('mode=pen&proposals=20')
    await editor.press('p1', 4)
    await editor.key('Shift+ArrowDown', 12)
    const copied = await editor.copied()
    expect(copied.split(/\n+/).length).toBeGreaterThan(2)
    expect(copied).not.toMatch(/duly|¶|NOR|JPN/)
    await editor.key('Control+a')
    expect((await editor.copied()).split(/\n+/)).toHaveLength(30)
  })

  test('[E5] typing over a selection of several paragraphs joins what is left', async ({ editor }) => {
    await editor.open('mode=pen&two')
    const [p1, p3] = [(await editor.words('p1'))!, (await editor.words('p3'))!]
    await editor.press('p1', 10)
    await editor.extend('p3', 12)
    await editor.type('XY')
    expect(await editor.words('p1')).toBe(p1.slice(0, 10) + 'XY' + p3.slice(12))
    expect(await editor.words('p2')).toBeNull()
    expect(await editor.words('p3')).toBeNull()
  })

  test('[E6] undo takes back own changes only, over all paragraphs', async ({ editor }) => {
    await editor.open('mode=pen&two')
    const [p3, p4] = [(await editor.words('p3'))!, (await editor.words('p4'))!]
    await editor.press('p3', 5)
    await editor.type('abc')
    await editor.press('p4', 5)
    await editor.type('def')
    await editor.ask('insertAt', 'p3', 0, 'MATE ')
    await editor.key('Control+z')
    expect(await editor.words('p4')).toBe(p4)
    await editor.key('Control+z')
    expect(await editor.words('p3')).toBe('MATE ' + p3)
    await editor.key('Control+y')
    expect(await editor.words('p3')).toBe('MATE ' + p3.slice(0, 5) + 'abc' + p3.slice(5))
  })

  test('[E6] undo of a join brings the paragraph back under its id', async ({ editor }) => {
    await editor.open('mode=pen&two')
    const before = await editor.ask('ids')
    const p3 = await editor.words('p3')
    await editor.press('p3', 0)
    await editor.key('Backspace')
    expect(await editor.words('p3')).toBeNull()
    await editor.key('Control+z')
    expect(await editor.ask('ids')).toEqual(before)
    expect(await editor.words('p3')).toBe(p3)
    await expect(editor.page.locator('#a [data-slot=p3] .words')).toHaveText(p3!)
  })

  test('[E7] a Chinese composition, also with others’ words in the same paragraph', async ({ editor }) => {
    await editor.open('mode=pen&two')
    await editor.press('p7', 6)
    await editor.compose(['j', 'jue', '决定'], '决定', () => editor.ask('insertAt', 'p7', 0, '本'))
    await expect.poll(() => editor.words('p7')).toBe('本' + CHINESE.slice(0, 6) + '决定' + CHINESE.slice(6))
    await expect(editor.page.locator('#a [data-slot=p7] .words')).toHaveText('本' + CHINESE.slice(0, 6) + '决定' + CHINESE.slice(6))
    await expect(editor.page.locator('#b [data-slot=p7] .words')).toHaveText('本' + CHINESE.slice(0, 6) + '决定' + CHINESE.slice(6))
  })

  test('[E7] a composition over several selected paragraphs', async ({ editor }) => {
    await editor.open('mode=pen')
    const p1 = (await editor.words('p1'))!
    await editor.press('p1', 10)
    await editor.extend('p2', 4)
    const session = await editor.page.context().newCDPSession(editor.page)
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code: 'KeyJ', windowsVirtualKeyCode: 229 })
    const p2 = (await editor.words('p1'))!.slice(10)
    await editor.compose(['j', '决'], '决定')
    await expect.poll(() => editor.words('p1')).toBe(p1.slice(0, 10) + '决定' + p2)
    expect(await editor.words('p2')).toBeNull()
  })

  test('[E8] Arabic runs from the right and is typed in place', async ({ editor }) => {
    await editor.open('mode=pen')
    const before = (await editor.words('p5'))!
    await expect(editor.page.locator('#a [data-slot=p5]')).toHaveAttribute('dir', 'rtl')
    await editor.press('p5', 4)
    await editor.type('نص')
    expect(await editor.words('p5')).toBe(before.slice(0, 4) + 'نص' + before.slice(4))
  })

  test('[E9] italics, headings and footnotes', async ({ editor }) => {
    await editor.open('mode=pen&two')
    const before = (await editor.words('p3'))!
    await editor.press('p3', 0)
    await editor.key('Shift+ArrowRight', 5)
    await editor.key('Control+i')
    expect((await editor.ask('content', 'p3'))[0]).toEqual({ t: before.slice(0, 5), m: ['em'] })
    await expect(editor.page.locator('#b [data-slot=p3] em')).toHaveText(before.slice(0, 5))
    await editor.do(h => h.a.editor.run('kind:heading:2'))
    await expect(editor.page.locator('#b [data-slot=p3] h3')).toBeVisible()
    await editor.press('p3', 10)
    await editor.do(h => h.a.editor.run('footnote'))
    await editor.type('A note')
    const ids = await editor.ask('ids')
    const note = ids[ids.indexOf('p3') + 1]!
    expect(await editor.words(note)).toBe('A note')
    expect(await editor.ask('kind', note)).toBe('footnote')
    expect(JSON.stringify(await editor.ask('content', 'p3'))).toContain(`fn:${note}`)
    await expect(editor.page.locator('#b [data-slot=p3] .footnote-reference')).toHaveAttribute('data-number', '1')
  })

  test('[E12] locked words stay: a keystroke is answered politely and changes nothing', async ({ editor }) => {
    await editor.open('mode=pen')
    const [p3, p4] = [(await editor.words('p3'))!, (await editor.words('p4'))!]
    await editor.ask('lock', 'p3')
    await editor.press('p3', 10)
    await editor.type('Q')
    await editor.key('Delete')
    await editor.key('Enter')
    expect(await editor.words('p3')).toBe(p3)
    await expect(editor.page.getByRole('status').first()).toContainText('agreed')
    await editor.press('p4', 0)
    await editor.key('Backspace')
    expect(await editor.words('p4')).toBe(p4)
    expect(await editor.words('p3')).toBe(p3)
    await editor.press('p3', 10)
    await editor.compose(['j', '决'], '决定')
    await expect(editor.page.locator('#a [data-slot=p3] .words')).toHaveText(p3)
    expect(await editor.words('p3')).toBe(p3)
  })

  test('[E13] others’ carets carry their names', async ({ editor }) => {
    await editor.open('mode=pen&two')
    await editor.press('p3', 10)
    await expect(editor.page.locator('#b [data-slot=p3] .caret-of')).toHaveAttribute('data-name', 'Ada')
  })

  test('[E14] pressing a bracket tells its place in code points', async ({ editor }) => {
    await editor.open('mode=pen')
    await editor.page.locator('#a [data-slot=p4] .bracket').first().click()
    const words = (await editor.words('p4'))!
    const log = await editor.do(h => h.log.filter(([kind]) => kind === 'bracket'))
    expect(log).toEqual([['bracket', { paragraph: 'p4', at: words.indexOf('[') }]])
  })

  test('[E2] a paragraph moved or removed by another takes its words with it', async ({ editor }) => {
    await editor.open('mode=pen&two')
    await editor.press('p3', 5)
    await editor.type('x')
    await editor.ask('move', 'p3', 'p6')
    await editor.type('y')
    expect((await editor.words('p3'))!.slice(5, 7)).toBe('xy')
    const slots = await editor.ask('slots')
    expect(slots.indexOf('p3')).toBe(slots.indexOf('p6') + 1)
    const p4 = await editor.words('p4')
    await editor.ask('remove', 'p3')
    await editor.type('LOST')
    expect(await editor.words('p4')).toBe(p4)
    expect(await editor.words('p7')).not.toContain('LOST')
    expect(await editor.words('p6')).not.toContain('LOST')
  })
})

test('[E23] margins are made for what is near the screen', async ({ editor }) => {
  await editor.open('mode=pen&n=300')
  await expect(editor.page.locator('#a [data-slot=p1] .slot-margin')).toHaveText('¶p1')
  await expect(editor.page.locator('#a [data-slot=p250] .slot-margin')).toHaveCount(0)
  await editor.do(h => h.a.editor.scrollTo('p250'))
  await expect(editor.page.locator('#a [data-slot=p250] .slot-margin')).toHaveText('¶p250')
})
