/** What counts as space: exactly what Python's `str.isspace` says, so that both languages agree. */
const SPACE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const ALL = new RegExp(`^${SPACE}+$`)
const LEAD = new RegExp(`^${SPACE}*`)

export function isSpace(text: string): boolean { return ALL.test(text) }

/** Whether there is nothing, or nothing but space. */
export function isBlank(text: string): boolean { return text === '' || ALL.test(text) }

/** The space with which a text begins. (No space is outside the basic plane: lengths count either way.) */
export function leadOf(text: string): string { return LEAD.exec(text)![0] }

/** The space with which a text ends. */
export function trailOf(text: string): string {
  let from = text.length
  while (from > 0 && ALL.test(text[from - 1]!)) from -= 1
  return text.slice(from)
}
