/** Lays a `.br` and a `.gz` beside every built file that is worth it, so that the server never compresses. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const COMPRESSED = /\.(js|css|html|svg|json|txt|md)$/
const WORTH_COMPRESSING = 512 // bytes

export function compressing(): Plugin {
  let folder = ''
  return {
    name: 'adref:compressing',
    apply: 'build',
    configResolved(config) { folder = resolve(config.root, config.build.outDir) },
    closeBundle: { sequential: true, handler: () => compressAll(folder) },
  }
}

/** Every file below a folder. The same bytes give the same compressed bytes. */
export function compressAll(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, name)
    if (!COMPRESSED.test(name) || statSync(file).size < WORTH_COMPRESSING) continue
    const bytes = readFileSync(file)
    const hints = { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: hints }))
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
  }
}
