import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { describe, expect, it } from 'vitest'
import en from './en.json'
import fr from './fr.json'

const SOURCES = join(import.meta.dirname, '..')
const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(f => f.isFile() && /\.(ts|svelte)$/.test(f.name) && !f.name.endsWith('.test.ts')).map(f => join(f.parentPath, f.name))

/** The names that a message needs, wherever they stand in it. */
function placeholders(elements: MessageFormatElement[]): string[] {
  const found = elements.flatMap(e => {
    const own = e.type === TYPE.literal || e.type === TYPE.pound ? [] : [e.value]
    const inner = e.type === TYPE.plural || e.type === TYPE.select ? Object.values(e.options).flatMap(o => placeholders(o.value)) : []
    return [...own, ...inner]
  })
  return [...new Set(found)].sort()
}

describe('the catalogue', () => {
  it('[I1] has the same keys in every language', () => {
    expect(Object.keys(fr)).toEqual(Object.keys(en))
  })

  it.each(Object.keys(en) as Array<keyof typeof en>)('[I2] %s asks for the same things in every language', key => {
    expect(placeholders(parse((fr as Record<string, string>)[key] ?? ''))).toEqual(placeholders(parse(en[key])))
  })

  it('[I3] says every key that the code uses', () => {
    const missing: string[] = []
    for (const file of files(SOURCES)) {
      const source = readFileSync(file, 'utf8')
      for (const [, key] of source.matchAll(/\b(?:t|translate|speak)\(\s*'([a-z]+[.][a-z0-9_.]+)'/g)) if (key && !(key in en)) missing.push(key)
      for (const [, prefix] of source.matchAll(/\b(?:t|translate|speak)\(\s*`([a-z]+[.][a-z0-9_.]*)\$\{/g)) {
        if (prefix && !Object.keys(en).some(k => k.startsWith(prefix))) missing.push(`${prefix}*`)
      }
    }
    expect(missing).toEqual([])
  })

  it('[I4] explains every code with which the server refuses', () => {
    const server = join(SOURCES, '../../adref')
    const codes = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter(f => f.endsWith('.py')).flatMap(f =>
      [...readFileSync(join(server, f), 'utf8').matchAll(/\b(?:Refused|Refusal|refusal)\(\s*(?:\d{3},\s*)?"([a-z_]+)"/g)].map(m => m[1]!))
    expect(codes.length).toBeGreaterThan(20)
    expect([...new Set(codes)].filter(code => !(`error.${code}` in en))).toEqual([])
  })
})
