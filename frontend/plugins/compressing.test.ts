import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { compressAll } from './compressing'

it('compressed pages read the same, and are the same each time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'adref-pages-'))
  const words = Buffer.from('words '.repeat(500))
  writeFileSync(join(folder, 'index.js'), words)
  writeFileSync(join(folder, 'small.js'), 'x')
  writeFileSync(join(folder, 'letters.woff2'), words)
  compressAll(folder)
  const first = [readFileSync(join(folder, 'index.js.br')), readFileSync(join(folder, 'index.js.gz'))]
  expect([brotliDecompressSync(first[0]!), gunzipSync(first[1]!)]).toEqual([words, words])
  compressAll(folder)
  expect([readFileSync(join(folder, 'index.js.br')), readFileSync(join(folder, 'index.js.gz'))]).toEqual(first)
  expect(readdirSync(folder).sort()).toEqual(['index.js', 'index.js.br', 'index.js.gz', 'letters.woff2', 'small.js'])
  rmSync(folder, { recursive: true })
})
