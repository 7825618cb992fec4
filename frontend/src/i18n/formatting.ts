/** Writes messages that were read at build (`plugins/messages.ts`): no parser is on the page. */

/** Literal words; 0 for the number of the plural around it; a value; a number; a choice by a value or by the plural of a number. */
export type Part = string | 0 | [string] | [string, 'number'] | [string, 'select' | 'plural', Record<string, Part[]>]
export type Message = string | Part[]
export type Values = Record<string, string | number>

const rules = new Map<string, Intl.PluralRules>()
const numbers = new Map<string, Intl.NumberFormat>()

/** The words of a message in a language. Throws when a value that it asks for is not given. */
export function format(message: Message, locale: string, values: Values = {}): string {
  return typeof message === 'string' ? message : write(message, locale, values)
}

function write(parts: readonly Part[], locale: string, values: Values, counted = 0): string {
  return parts.map(part => {
    if (typeof part === 'string') return part
    if (part === 0) return number(locale, counted)
    const value = values[part[0]]
    if (value === undefined) throw new Error(`a message asks for ${part[0]}`)
    if (part.length === 1) return parts.length > 1 ? apart(String(value)) : String(value)
    if (part[1] === 'number') return number(locale, Number(value))
    const options = part[2]
    const chosen = part[1] === 'select' ? options[value] : (options[`=${value}`] ?? options[plural(locale, Number(value))])
    return write(chosen ?? options['other'] ?? [], locale, values, part[1] === 'plural' ? Number(value) : counted)
  }).join('')
}

/** A value written from right to left stands apart in its sentence, and does not turn it round. */
const apart = (value: string): string => (RIGHT_TO_LEFT.test(value) ? `\u2068${value}\u2069` : value)
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

const number = (locale: string, value: number): string => kept(numbers, locale, () => new Intl.NumberFormat(locale)).format(value)
const plural = (locale: string, value: number): string => kept(rules, locale, () => new Intl.PluralRules(locale)).select(value)

function kept<T>(store: Map<string, T>, key: string, make: () => T): T {
  let found = store.get(key)
  if (found === undefined) store.set(key, (found = make()))
  return found
}
