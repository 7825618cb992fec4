/** Files as the secretariat gets them: out of the page, or by `adref export`. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { ROOT, type Server } from './server'

const run = promisify(execFile)
const CLI = 'from adref.server.cli import main; main()'
const READ = 'import docx, sys; print("\\n".join(p.text for p in docx.Document(sys.argv[1]).paragraphs))'
const python = async (...args: string[]): Promise<string> => (await run('python', args, { cwd: ROOT, env: { ...process.env, PYTHONPATH: ROOT } })).stdout

/** From the page's menu; gives the path of the file. */
export async function download(page: Page, name: RegExp): Promise<string> {
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: /^Take away/ }).click()
  await page.getByRole('link', { name }).click()
  return (await saved).path()
}

/** What Word would show, a line for each paragraph. */
export const wordsOfDocument = (path: string): Promise<string> => python('-c', READ, path)

/** The file that `adref export` writes. */
export async function exported(server: Server, text: string, view: string, format: 'docx' | 'md'): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'adref-export-')), `text.${format}`)
  await python('-c', CLI, 'export', '--text', text, '--view', view, '--format', format, '--data', server.data, '-o', path)
  return format === 'md' ? readFile(path, 'utf8') : wordsOfDocument(path)
}
