import { expect, test } from './page'
import { CHINESE } from './seed'

test.describe('a delegate', () => {
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

  test('[E31] the bar and the margins come with a text that comes late into an empty page', async ({ editor }) => {
    await editor.open('mode=delegate&late&n=65')
    await editor.drawn()
    await editor.do(harness => harness.plant())
    await editor.press('p3', 20)
    await editor.type('QQ ')
    await expect(editor.page.locator('#a [data-slot=p3] .slot-bar')).toContainText('only Kenya')
    await expect(editor.page.locator('#a [data-slot=p3] .slot-margin')).toHaveText('¶p3')
  })

  test('[E10] a draft equal to its basis is no draft', async ({ editor }) => {
    await editor.open('mode=delegate')
    await editor.press('p3', 20)
    await editor.type('Q')
    expect(await editor.ask('drafts')).toHaveLength(1)
    await editor.key('Backspace')
    expect(await editor.ask('drafts')).toHaveLength(0)
    await expect(editor.page.locator('#a [data-slot=p3] .slot-bar')).toHaveCount(0)
    await editor.type('Q')
    await editor.key('Control+z')
    expect(await editor.ask('drafts')).toHaveLength(0)
  })

  test('[E10] struck words are shown and are not copied', async ({ editor }) => {
    await editor.open('mode=delegate')
    const before = (await editor.words('p3'))!
    const word = before.indexOf(' ', 20) + 1
    const end = before.indexOf(' ', word)
    await editor.press('p3', word)
    await editor.key('Delete', end - word)
    await expect(editor.page.locator('#a [data-slot=p3] del.own')).toContainText(before.slice(word, end))
    await editor.key('Shift+Home')
    expect(await editor.draftWords('p3')).toBe(before.slice(0, word) + before.slice(end))
  })

  test('[E10] a press on struck words puts the caret beside them', async ({ editor }) => {
    await editor.open('mode=delegate')
    const before = (await editor.words('p3'))!
    const word = before.indexOf(' ', 20) + 1
    const end = before.indexOf(' ', word)
    await editor.press('p3', word)
    await editor.key('Delete', end - word)
    await editor.press('p4', 3)
    await editor.page.locator('#a [data-slot=p3] del.own').click()
    await editor.drawn()
    await editor.type('Z')
    expect(await editor.draftWords('p3')).toBe(before.slice(0, word) + 'Z' + before.slice(end))
  })

  test('[E7] a Chinese composition makes the draft and survives', async ({ editor }) => {
    await editor.open('mode=delegate&two')
    await editor.press('p7', 6)
    await editor.compose(['j', 'ju', 'jue', '决', '决定'], '决定')
    await expect.poll(() => editor.draftWords('p7')).toBe(CHINESE.slice(0, 6) + '决定' + CHINESE.slice(6))
    expect(await editor.ask('drafts')).toHaveLength(1)
    await expect(editor.page.locator('#b [data-slot=p7] ins.own').first()).toHaveText('决定')
  })

  test('[E7] a composition while the working text changes under it', async ({ editor }) => {
    await editor.open('mode=delegate&two')
    await editor.press('p7', 6)
    await editor.compose(['j', '决'], '决定', () => editor.ask('insertAt', 'p7', 0, '本'))
    await expect.poll(() => editor.draftWords('p7')).toBe('本' + CHINESE.slice(0, 6) + '决定' + CHINESE.slice(6))
    await expect(editor.page.locator('#a [data-slot=p7] ins.own')).toHaveText('决定')
  })

  test('[E5] deleting and typing over several paragraphs stays within each', async ({ editor }) => {
    await editor.open('mode=delegate')
    const [p1, p2, p3] = [(await editor.words('p1'))!, (await editor.words('p2'))!, (await editor.words('p3'))!]
    await editor.press('p1', 10)
    await editor.extend('p3', 12)
    await editor.type('XY')
    expect(await editor.draftWords('p1')).toBe(p1.slice(0, 10) + 'XY')
    expect(await editor.draftWords('p2')).toBe('')
    expect((await editor.ask('drafts')).find(d => d.paragraph === 'p2')!.kind).toBe('delete')
    expect(await editor.draftWords('p3')).toBe(p3.slice(12))
    expect(await editor.words('p2')).toBe(p2)
    expect(await editor.ask('slots')).toHaveLength(30)
  })

  test('[E3] Backspace at the start and Delete at the end leave the neighbours alone', async ({ editor }) => {
    await editor.open('mode=delegate')
    const p3 = (await editor.words('p3'))!
    await editor.press('p3', 0)
    await editor.key('Backspace', 2)
    await editor.press('p3', p3.length)
    await editor.key('Delete', 2)
    expect(await editor.ask('drafts')).toEqual([])
    expect(await editor.ask('slots')).toHaveLength(30)
  })

  test('[E11] Enter at the end begins a new paragraph; a second one stands below it', async ({ editor }) => {
    await editor.open('mode=delegate&two')
    const p3 = (await editor.words('p3'))!
    await editor.press('p3', p3.length)
    await editor.key('Enter')
    await editor.type('First')
    await editor.key('Enter')
    await editor.type('Second')
    const drafts = await editor.ask('drafts')
    expect(drafts.map(d => [d.kind, d.words])).toEqual([['new', 'First'], ['new', 'Second']])
    const slots = await editor.ask('slots')
    expect(slots.slice(slots.indexOf('p3') + 1, slots.indexOf('p3') + 3)).toEqual(drafts.map(d => `draft:${d.id}`))
    await expect(editor.page.locator('#b .new ins.own')).toHaveText(['First', 'Second'])
  })

  test('[E11] deletion and alternative of a paragraph', async ({ editor }) => {
    await editor.open('mode=delegate')
    const p3 = (await editor.words('p3'))!
    await editor.press('p3', 5)
    await editor.do(h => h.a.editor.run('alternative'))
    await editor.type('Instead: ')
    await editor.press('p3', 5)
    await editor.do(h => h.a.editor.run('delete-paragraph'))
    const drafts = await editor.ask('drafts')
    expect(drafts.map(d => [d.kind, d.words])).toEqual([['alternative', 'Instead: ' + p3], ['delete', '']])
    await expect(editor.page.locator('#a [data-slot=p3] del.own')).toContainText(p3)
  })

  test('[E11] paste of several paragraphs makes new-paragraph drafts', async ({ editor }) => {
    await editor.open('mode=delegate')
    const p3 = (await editor.words('p3'))!
    await editor.page.evaluate(() => navigator.clipboard.writeText('one\n\ntwo\n\nthree'))
    await editor.press('p3', p3.length)
    await editor.key('Control+v')
    expect((await editor.ask('drafts')).map(d => [d.kind, d.words])).toEqual([['change', p3 + 'one'], ['new', 'two'], ['new', 'three']])
  })

  test('[E30] a pasted table makes drafts of rows, and leaves the words of the caret alone', async ({ editor }) => {
    await editor.open('mode=delegate')
    await editor.press('p3', 5)
    await editor.page.evaluate(() => navigator.clipboard.write([new ClipboardItem({ 'text/html': new Blob(['<table><tr><td>2030</td><td>5</td></tr><tr><td>2035</td><td>7</td></tr></table>'], { type: 'text/html' }) })]))
    await editor.key('Control+v')
    await expect.poll(async () => (await editor.ask('drafts')).map(d => [d.kind, d.words])).toEqual([['new', '2030 | 5'], ['new', '2035 | 7']])
    await expect(editor.page.locator('#a .own-draft .kind-row')).toHaveCount(2)
  })

  test('[E15] a paragraph taken out of the working text stays as an orphan while it is drafted', async ({ editor }) => {
    await editor.open('mode=delegate')
    await editor.press('p3', 5)
    await editor.type('mine')
    const p4 = await editor.words('p4')
    await editor.ask('remove', 'p3')
    await editor.type(' still')
    await expect(editor.page.locator('#a [data-slot=p3].orphan .words')).toContainText('mine still')
    expect(await editor.draftWords('p3')).toContain('mine still')
    expect(await editor.draftWords('p4')).toBeUndefined()
    expect(await editor.words('p4')).toBe(p4)
    const slots = await editor.ask('slots')
    expect(slots.indexOf('p3')).toBe(slots.indexOf('p2') + 1)
  })

  test('[E16] two members who begin at the same instant: the earlier opens, the other is offered', async ({ editor }) => {
    await editor.open('mode=delegate&two')
    await editor.do(h => h.hub.pause())
    await editor.press('p3', 5, 'a')
    await editor.type('ADA')
    await editor.press('p3', 8, 'b')
    await editor.type('BEN')
    await editor.do(h => h.hub.resume())
    const drafts = await editor.ask('drafts')
    expect(drafts).toHaveLength(2)
    for (const side of ['#a', '#b']) {
      await expect(editor.page.locator(`${side} [data-slot=p3] .words`)).toContainText('ADA')
      await expect(editor.page.locator(`${side} [data-slot=p3] .slot-offer`)).toContainText('Ben')
    }
    await editor.page.locator('#b [data-slot=p3] .slot-offer button').click()
    await expect(editor.page.locator('#b [data-slot=p3] .words')).toContainText('BEN')
  })

  test('[E17] the working text changing elsewhere in the words is merged into the draft', async ({ editor }) => {
    await editor.open('mode=delegate&two')
    const p3 = (await editor.words('p3'))!
    await editor.press('p3', p3.length)
    await editor.type(' in full')
    await editor.ask('write', 'p3', 'Furthermore ' + p3)
    await expect.poll(() => editor.draftWords('p3')).toBe('Furthermore ' + p3 + ' in full')
    await expect(editor.page.locator('#a [data-slot=p3] ins.own')).toHaveCount(1)
    await editor.type('!')
    expect(await editor.draftWords('p3')).toBe('Furthermore ' + p3 + ' in full!')
  })

  test('[E17] the same words changed on both sides: both are shown and it is said', async ({ editor }) => {
    await editor.open('mode=delegate')
    const p3 = (await editor.words('p3'))!
    const first = p3.split(' ')[0]!
    await editor.press('p3', first.length)
    await editor.type('ish')
    await editor.ask('write', 'p3', 'Otherwise' + p3.slice(first.length))
    await expect(editor.page.locator('#a [data-slot=p3] .slot-conflict')).toContainText('Otherwise')
    await expect(editor.page.locator('#a [data-slot=p3] .words')).toContainText(first + 'ish')
    await editor.page.locator('#a [data-slot=p3] .slot-conflict button').click()
    await expect(editor.page.locator('#a [data-slot=p3] del.own')).toContainText('Otherwise')
    await expect(editor.page.locator('#a [data-slot=p3] .slot-conflict')).toHaveCount(0)
  })

  test('[E18] proposals of others stand in the text with their party; pressing one tells which', async ({ editor }) => {
    await editor.open('mode=delegate')
    const p3 = (await editor.words('p3'))!
    const from = p3.indexOf(' ') + 1
    const to = p3.indexOf(' ', from)
    await editor.do(`h => { h.propose('x1', 'p3', [${from}, ${to}], 'should', 'nor'); h.propose('x2', 'p3', [${from}, ${to}], '', 'jpn') }` as never)
    const slot = editor.page.locator('#a [data-slot=p3]')
    await expect(slot.locator('del[data-proposal]').first()).toHaveText(p3.slice(from, to))
    await expect(slot.locator('.proposed[data-proposal=x1]')).toContainText('should - NOR]')
    await expect(slot.locator('.proposed[data-proposal=x2]').last()).toHaveText(' - JPN: delete]')
    await slot.locator('.proposed[data-proposal=x1]').click()
    expect(await editor.do(h => h.log.filter(([kind]) => kind === 'proposal'))).toEqual([['proposal', 'x1']])
    await editor.press('p3', p3.length)
    await editor.type('Z')
    expect(await editor.draftWords('p3')).toBe(p3 + 'Z')
  })

  test('[E12] locked paragraphs take no draft', async ({ editor }) => {
    await editor.open('mode=delegate')
    await editor.ask('lock', 'p3')
    await editor.press('p3', 5)
    await editor.type('Q')
    await editor.key('Enter')
    expect(await editor.ask('drafts')).toEqual([])
    await expect(editor.page.getByRole('status').first()).toContainText('agreed')
  })

  test('[E6] undo takes back own words in drafts and leaves the mate’s', async ({ editor }) => {
    await editor.open('mode=delegate&two')
    const p3 = (await editor.words('p3'))!
    await editor.press('p3', 5, 'a')
    await editor.type('abc')
    await editor.press('p3', 0, 'b')
    await editor.type('MATE ')
    await editor.press('p3', 8, 'a')
    await editor.key('Control+z')
    expect(await editor.draftWords('p3')).toBe('MATE ' + p3)
  })
})

test.describe('on a touch screen', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } })
  test('[E19] a paragraph is typed in only after Draft', async ({ editor }) => {
    await editor.open('mode=delegate')
    const slot = editor.page.locator('#a [data-slot=p3]')
    await expect(slot.locator('.slot-words')).toHaveAttribute('contenteditable', 'false')
    await slot.locator('.slot-draft').tap()
    await expect(slot.locator('.slot-words')).not.toHaveAttribute('contenteditable', 'false')
    await editor.type('Q')
    expect(await editor.draftWords('p3')).toMatch(/^Q/)
  })
})

test('[E20] the read view is the same words as plain headings and paragraphs, and takes no keys', async ({ editor }) => {
  await editor.open('mode=read&proposals=10')
  const p3 = (await editor.words('p3'))!
  await expect(editor.page.locator('#a h2')).toBeVisible()
  await expect(editor.page.locator('#a [role=document]')).toHaveAttribute('contenteditable', 'false')
  const at = await editor.ask('point', 'p3', 5)
  await editor.page.mouse.click(at.x, at.y)
  await editor.type('Q')
  expect(await editor.words('p3')).toBe(p3)
  await editor.do(h => h.a.editor.setMode('pen'))
  await editor.press('p3', 5)
  await editor.type('Q')
  expect(await editor.words('p3')).toBe(p3.slice(0, 5) + 'Q' + p3.slice(5))
})
