/** The secretariat's desk: the text taken away as files, each for whom it is. */
import { readFile } from 'node:fs/promises'
import { wellMade } from './house/eyes'
import { typeInto } from './house/hands'
import { expect, test } from './house/shared'

test('a delegation takes its own view with its drafts; what the room takes has none of them', async ({ story }) => {
  const kenya = await story.enter('kenya')
  await typeInto(kenya.page, 'OP2', 'Urgently ')
  await expect(kenya.page.getByText('Saved', { exact: true }).first()).toBeVisible()
  await kenya.page.goto(`${story.address(kenya)}/desk/outputs`)
  const { page } = kenya
  const made = async (view: RegExp, format: string): Promise<string> => {
    await page.getByRole('radio', { name: view }).check()
    await page.getByRole('radio', { name: format, exact: true }).check()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Make the file' }).click()])
    return (await readFile(await file.path())).toString('utf8')
  }
  const own = await made(/^My delegation’s view/, 'Web page')
  expect(own).toContain('Urgently')
  expect(own).toMatch(/For \w+ only/)
  const all = await made(/^Compilation All/, 'Plain text')
  expect(all).not.toContain('Urgently')
  expect(all).toContain('For the participants')

  await page.getByRole('radio', { name: /^Tracked changes/ }).check()
  await page.getByRole('radio', { name: 'Markdown', exact: true }).check()
  await expect(page.getByText('insertions stand as {++words++}')).toBeVisible()
  expect((await made(/^Clean text/, 'PDF')).slice(0, 5)).toBe('%PDF-')
  await expect(page.getByRole('listitem').filter({ hasText: '.pdf' })).toBeVisible()
  await wellMade(page, 'outputs')
})
