/**
 * The catalogue, read at build: `virtual:messages/<language>` holds the messages of `src/i18n/<language>.json` as `formatting.ts`
 * takes them, so that no page carries a parser. The words of the secretariat's desk (`OF_THE_DESK`) are apart, in
 * `virtual:messages/<language>/desk`: a meeting does not fetch them.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, TYPE, type MessageFormatElement, type PluralOrSelectOption } from '@formatjs/icu-messageformat-parser'
import type { Plugin } from 'vite'
import type { Message, Part } from '../src/i18n/formatting'

const PREFIX = 'virtual:messages/'
const FOLDER = join(import.meta.dirname, '../src/i18n')

export function messages(): Plugin {
  return {
    name: 'adref:messages',
    resolveId: id => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined
      const [language = '', part = ''] = id.slice(PREFIX.length + 1).split('/')
      const file = join(FOLDER, `${language}.json`)
      this.addWatchFile(file)
      const source = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>)
      const compiled = Object.fromEntries(source.filter(([key]) => partOfKey(key) === part).map(([key, words]) => [key, compileMessage(words)]))
      return { code: `export default ${JSON.stringify(compiled)}`, moduleType: 'js' }
    },
  }
}

/** Which file a key's words are in: '' is every page's. */
export const partOfKey = (key: string): '' | 'desk' => (OF_THE_DESK.some(beginning => key.startsWith(beginning)) ? 'desk' : '')
const OF_THE_DESK = [
  'desk.', 'import.', 'bring.', 'invitations.', 'parties.', 'create.', 'steps.', 'coalitions.', // and of the negotiation's own page
  'texts.', 'error.coalition_', 'error.party_in_use', 'error.party_needed', 'error.party_not_for_role', 'error.short_taken', 'error.expiry_is_past', 'error.not_a_text_file', 'error.no_words',
  'error.file_', 'error.output_', 'error.symbol_taken', 'error.bad_date', 'error.bad_language', 'error.changed_since', 'error.base_moved_on', 'error.cannot_streamline', 'error.words_lost',
]

/** A message in ICU notation as parts; one that asks for nothing stays a string. Throws on a form that the pages do not know. */
export function compileMessage(words: string): Message {
  const parts = parse(words).map(partOf)
  return parts.every(part => typeof part === 'string') ? parts.join('') : parts
}

function partOf(element: MessageFormatElement): Part {
  switch (element.type) {
    case TYPE.literal: return element.value
    case TYPE.pound: return 0
    case TYPE.argument: return [element.value]
    case TYPE.number: return [element.value, 'number']
    case TYPE.select: return [element.value, 'select', optionsOf(element.options)]
    case TYPE.plural:
      if (element.offset || element.pluralType !== 'cardinal') throw new Error(`a message asks for an offset or an ordinal: ${element.value}`)
      return [element.value, 'plural', optionsOf(element.options)]
    default: throw new Error(`a message asks for what the pages cannot write (type ${element.type})`)
  }
}

const optionsOf = (options: Record<string, PluralOrSelectOption>): Record<string, Part[]> =>
  Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.value.map(partOf)]))
