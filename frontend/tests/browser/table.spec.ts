/** A table of a file stays one: a line of cells where it is written, a table where it is read, and negotiable cell by cell. */
import { wellMade } from './house/eyes'
import { expect, test } from './house/shared'

const TABLE = ['| Year | Share [%] | Source |', '| --- | --- | --- |', '| 2030 | [5][7] | levy on freight |', '| 2035 | 9 | gifts |'].join('\n')
test.use({ source: ['# Draft resolution on rivers', '1. Decides to pay as follows:', TABLE, '2. Requests the Secretary to report.'].join('\n\n') })

test('[B30] [B32] a delegation changes the words of a cell, and the compilation shows it in its cell', async ({ story }) => {
  const { page } = await story.enter('kenya')
  const row = page.locator('.ProseMirror .kind-row').filter({ hasText: '2030' })
  await expect(page.locator('.ProseMirror .kind-row')).toHaveCount(3)
  await expect(row.locator('.bar')).toHaveCount(2)
  await row.scrollIntoViewIfNeeded()
  await expect(async () => {
    await row.getByText('levy on freight').dblclick({ position: { x: 8, y: 8 } })
    await page.keyboard.press('End')
    expect(await page.evaluate(() => getSelection()?.focusNode?.parentElement?.closest('.kind-row') !== null)).toBe(true)
  }).toPass()
  await page.keyboard.type(' and ships')
  await expect(row).toContainText('and ships')
  await wellMade(page, 'table-written')
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.getByRole('button', { name: 'Submit' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Submit' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()

  await page.getByRole('button', { name: /^View/ }).click()
  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: /^Compilation/ }).click()
  const table = page.getByRole('region', { name: 'Compilation' }).getByRole('table')
  await expect(table.getByRole('columnheader')).toHaveText(['Year', 'Share [%]', 'Source'])
  await expect(table.getByRole('row').nth(1).getByRole('cell')).toHaveCount(3)
  await expect(table.getByRole('row').nth(1).getByRole('cell').last()).toContainText(/levy on freight.*and ships - Kenya\]/)
  await expect(table.getByRole('row').nth(2).getByRole('cell')).toHaveText(['2035', '9', 'gifts'])
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/table-read.png` })
})
