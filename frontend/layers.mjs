// Checks who imports whom under src/: imports go down only, and no file imports itself by a detour.
// `dpdm` does the latter for TypeScript; Svelte components are seen only here.
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, resolve } from 'node:path'
import ts from 'typescript'

// From the top down; what stands on one line may not import each other. A folder not named here is an error.
const LAYERS = [
  ['main'],
  ['parts'],
  ['meeting'],
  ['views'],
  ['editor', 'state'],
  ['connection'],
  ['crdt'],
  ['drafting', 'i18n'],
]
const ROOT = resolve(import.meta.dirname, 'src')

const files = readdirSync(ROOT, { recursive: true })
  .map(name => name.split('\\').join('/'))
  .filter(name => /\.(ts|svelte)$/.test(name) && !/\.test\.ts$/.test(name) && !name.endsWith('.d.ts'))
  .sort()
const known = new Set(files)
const graph = new Map(files.map(file => [file, importsOf(file)]))
const complaints = [...files.flatMap(misplaced), ...cycles()]

if (complaints.length) {
  console.error(complaints.join('\n'))
  process.exit(1)
}
console.log(`layers: ${files.length} files, imports go down only, no cycles`)

function importsOf(file) {
  const source = readFileSync(join(ROOT, file), 'utf8')
  const script = file.endsWith('.svelte') ? [...source.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(m => m[1]).join('\n') : source
  return ts
    .preProcessFile(script, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter(name => name.startsWith('.'))
    .map(name => found(posix.join(posix.dirname(file), name)))
    .filter(Boolean)
}

function found(path) {
  return [path, `${path}.ts`, `${path}/index.ts`, path.replace(/\.js$/, '.ts')].find(name => known.has(name))
}

function layerOf(file) {
  const part = file.includes('/') ? file.slice(0, file.indexOf('/')) : file.replace(/\.(ts|svelte)$/, '')
  return { part, depth: LAYERS.findIndex(layer => layer.includes(part)) }
}

function misplaced(file) {
  const here = layerOf(file)
  if (here.depth < 0) return [`${file}: its folder has no layer yet; give it one in ${relative(process.cwd(), import.meta.filename)}`]
  return graph
    .get(file)
    .filter(other => {
      const there = layerOf(other)
      return there.part !== here.part && there.depth <= here.depth
    })
    .map(other => `${file} imports ${other}: that is not below it`)
}

function cycles() {
  const done = new Set()
  const found = []
  const visit = (file, path) => {
    const at = path.indexOf(file)
    if (at >= 0) return void found.push(`cycle: ${[...path.slice(at), file].join(' -> ')}`)
    if (done.has(file)) return
    for (const other of graph.get(file)) visit(other, [...path, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
  return found
}
