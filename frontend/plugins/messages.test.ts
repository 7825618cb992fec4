import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, it } from 'vitest'
import { format } from '../src/i18n/formatting'
import { compileMessage } from './messages'

const read = (locale: string): Record<string, string> => JSON.parse(readFileSync(join(import.meta.dirname, `../src/i18n/${locale}.json`), 'utf8')) as Record<string, string>

/** Every name that a message asks for, with the values to try: each branch of a choice, numbers around the plurals. */
function asked(elements: MessageFormatElement[]): Map<string, Array<string | number>> {
  const found = new Map<string, Array<string | number>>()
  for (const e of elements) {
    if (e.type === TYPE.literal || e.type === TYPE.pound || e.type === TYPE.tag) continue
    const inner = e.type === TYPE.select || e.type === TYPE.plural ? Object.values(e.options).flatMap(o => [...asked(o.value)]) : []
    const own: Array<string | number> = e.type === TYPE.select ? Object.keys(e.options) : e.type === TYPE.argument ? ['Côte d’Ivoire', 3] : [0, 1, 2, 1234567]
    for (const [name, values] of [[e.value, own] as const, ...inner]) if (!found.has(name)) found.set(name, values)
  }
  return found
}

function* tried(names: Array<[string, Array<string | number>]>): Generator<Record<string, string | number>> {
  const [first, ...rest] = names
  if (!first) return void (yield {})
  for (const value of first[1]) for (const others of tried(rest)) yield { [first[0]]: value, ...others }
}

describe.each(['en', 'fr'])('[I5] messages read at build say what the reference says, %s', locale => {
  it.each(Object.entries(read(locale)))('%s', (_key, words) => {
    const reference = new IntlMessageFormat(words, locale)
    for (const values of tried([...asked(parse(words))])) expect(format(compileMessage(words), locale, values)).toBe(String(reference.format(values)))
  })
})

it('[I5] a message that misses a value is an error, and not an empty place', () => {
  expect(() => format(compileMessage('{name} is here'), 'en')).toThrow('name')
})
