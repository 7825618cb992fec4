/** How a forum writes contested words: one table per forum (mirrors adref/drafting/profiles.py). */
export interface Profile {
  name: string; attribution: string; deletion: string; disputed: string
  open: string; close: string; bare: string; separator: string; alternative: string
}

const BARE = '{open}{words}{close}'
const COMMON = { open: '[', close: ']', bare: BARE, separator: ', ', alternative: '{label} alt' }

export const PROFILES: Record<string, Profile> = {
  un: {
    ...COMMON, name: 'un',
    attribution: '{open}{words} - {names}{close}',
    deletion: '{open}{words} - {others}: delete{close}',
    disputed: '{open}{words} - {names}; {others}: delete{close}',
  },
  unfccc: { ...COMMON, name: 'unfccc', attribution: BARE, deletion: BARE, disputed: BARE },
  ecosoc: {
    ...COMMON, name: 'ecosoc',
    attribution: '{open}{words}{close} ({names})',
    deletion: '{open}{words}{close} ({others}: delete)',
    disputed: '{open}{words}{close} ({names}) ({others}: delete)',
  },
}

/** The notation of a negotiation; the United Nations' when its name is unknown here. */
export function profileOf(name: string): Profile { return PROFILES[name] ?? PROFILES.un! }

/** What is written before and after contested words: `names` propose them, `others` would delete them. */
export function around(profile: Profile, names: readonly string[] = [], others: readonly string[] = []): [string, string] {
  const template = names.length && others.length ? profile.disputed
    : others.length ? profile.deletion : names.length ? profile.attribution : profile.bare
  const at = template.indexOf('{words}')
  const values: Record<string, string> = {
    open: profile.open, close: profile.close,
    names: names.join(profile.separator), others: others.join(profile.separator),
  }
  const fill = (part: string) => part.replace(/\{(open|close|names|others)\}/g, (_, field: string) => values[field]!)
  return [fill(template.slice(0, at)), fill(template.slice(at + '{words}'.length))]
}
