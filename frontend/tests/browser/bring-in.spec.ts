/** The secretariat's desk: a delegation's Word file becomes its proposals; a file becomes the new base; nothing is done unseen. */
import { execFileSync } from 'node:child_process'
import { wellMade } from './house/eyes'
import { expect, test } from './house/shared'
import { ROOT } from './house/server'

const TEXT = ['# Draft resolution on rivers', 'PP1 *Recalling* its earlier decisions,', '1. Decides to consider a [joint] office by 2030;', '2. Requests the Secretary to report;'].join('\n\n')
const WORD = `
import sys
from tests.server.word.making import *
made = Made([
    para(run("Draft resolution on rivers"), style="Title"),
    para(run("PP1 Recalling its earlier decisions,")),
    para(run("Decides to "), gone("consider", "Kenya"), ins("establish", "Kenya"), run(" a [joint] office by "), commented(1, run("2030")), run(";"), listed=(1, 0)),
    para(run("Requests the Secretary to report"), ins(" each year", "Jo Doe"), run(";"), listed=(1, 0)),
    para(run("Mountains are "), gone("high", "Kenya"), run(" in this file alone.")),
], comments={1: ("Kenya", "Too late for us.")})
sys.stdout.buffer.write(made.data())
`
const word = (): Buffer => execFileSync('python', ['-c', WORD], { cwd: ROOT, env: { ...process.env, PYTHONPATH: ROOT }, maxBuffer: 1e8 })
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
test.use({ source: TEXT })

test('[B1] [B4] [B6] [B9] a Word file is looked at, mapped and accepted; then a file becomes the base', async ({ story }) => {
  const { page } = await story.enter('secretariat')
  const room = page.url()
  await page.goto(`${room}/desk/bring-in`)
  const choose = page.locator('input[type=file]')
  await choose.setInputFiles({ name: 'scan.docx', mimeType: DOCX, buffer: Buffer.from('%PDF-1.7') })
  await expect(page.getByRole('alert')).toContainText('This is a PDF.')

  await choose.setInputFiles({ name: 'from-kenya.docx', mimeType: DOCX, buffer: word() })
  const kenya = page.getByLabel('What becomes of the changes of Kenya')
  await expect(kenya).toHaveValue(story.negotiation.parties['Kenya'] ?? '')
  const jo = page.getByLabel('What becomes of the changes of Jo Doe')
  await expect(jo).toHaveValue('brackets')
  await expect(page.getByText('One thing could not be placed')).toBeVisible()
  await expect(page.getByText('What Jo Doe changed in the words of the file is nobody’s proposal')).toBeVisible()
  await jo.selectOption('reject')
  await expect(page.getByText('No paragraph changes; one proposal; one remark, for the bureau to show.')).toBeVisible()
  expect(Object.keys((await story.negotiation.secretariat.call<{ state: { proposals: object } }>('GET', `/texts/${story.negotiation.text}/floor`)).state.proposals)).toEqual([])
  await wellMade(page, 'bring-in')
  await page.getByRole('button', { name: 'Accept and bring in' }).click()
  await expect(page.getByRole('heading', { name: 'It is done' })).toBeFocused()

  await page.getByRole('button', { name: 'Bring in another file' }).click()
  await choose.setInputFiles({ name: 'second.md', mimeType: 'text/markdown', buffer: Buffer.from(TEXT.replace('[joint] office by 2030', 'small office in 2031').replace('to report', 'to report on rivers')) })
  await page.getByRole('radio', { name: /Make the file the new base/ }).check()
  await expect(page.locator('.sheet ins').filter({ hasText: 'small' })).toBeVisible()
  await expect(page.locator('.sheet del').filter({ hasText: '[joint]' })).toBeVisible()
  await page.getByRole('button', { name: 'Accept and bring in' }).click()
  await expect(page.getByRole('heading', { name: 'It is done' })).toBeVisible()

  await page.getByRole('link', { name: 'To the text', exact: true }).last().click()
  const text = page.locator('.ProseMirror')
  await expect(text).toContainText('small office in 2031')
  await expect(text).toContainText('establish')
  const events = (await story.negotiation.secretariat.call<{ events: Array<{ type: string; file?: { name: string } }> }>('GET', `/texts/${story.negotiation.text}/record`)).events
  expect(events.filter(e => e.type === 'brought_in').map(e => e.file?.name)).toEqual(['from-kenya.docx', 'second.md'])
})

test('[B1] the dialog for a new text takes a Word file, with whose changes are in it', async ({ story }) => {
  const { page } = await story.enter('secretariat')
  await page.goto(page.url().replace(/\/t\/.*/, ''))
  await page.getByRole('button', { name: 'Bring in a text' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('input[type=file]').setInputFiles({ name: 'draft.docx', mimeType: DOCX, buffer: word() })
  await expect(dialog.getByLabel('Title')).toHaveValue('Draft resolution on rivers')
  await expect(dialog.getByText('2 proposals, one remark.')).toBeVisible()
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/import-word.png` })
  await dialog.getByRole('button', { name: 'Bring it in' }).click()
  await expect(dialog.getByText('Every bracket balances.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Open the text' }).click()
  await expect(page.locator('.ProseMirror')).toContainText('establish')
})
