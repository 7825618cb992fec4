import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Membership } from './membership'
import { PATTERNS, partyStyle } from './partyStyle'

const ids = Array.from({ length: 24 }, (_, i) => `p${String(i).padStart(2, '0')}`)
const membership = { parties: Object.fromEntries(ids.map(id => [id, { id, name: id, short: id, kind: 'delegation' }])), coalitions: {} } as Membership
const styles = ids.map(id => partyStyle(membership, id))

it('[W27] 24 parties are told apart by colour and pattern together', () => {
  expect(new Set(styles.map(s => `${s.colour} ${s.pattern}`)).size).toBe(24)
  expect(new Set(styles.map(s => s.className)).size).toBe(24)
})

it('[W27] parties of one colour have different patterns, and each has its short name', () => {
  for (let colour = 0; colour < 8; colour++) expect(new Set(styles.filter(s => s.colour === colour).map(s => s.pattern)).size).toBe(3)
  expect(styles.map(s => s.label)).toEqual(ids)
})

it('[W27] the page paints what is promised', () => {
  const css = readFileSync(join(import.meta.dirname, '../views/parties.css'), 'utf8')
  const rules = [...css.matchAll(/^(\.party-[^{]+)\{([^}]+)\}/gm)].map(([, selectors, body]) => ({ classes: selectors!.split(',').map(s => s.trim().slice(1)), body: body! }))
  const bodyOf = (className: string): string => rules.filter(r => r.classes.includes(className)).map(r => r.body).join()
  const fills = new Map<string, string>()
  for (const { className, colour, pattern } of styles) {
    const body = bodyOf(className)
    expect(body).toContain(`--by: var(--party-${colour})`)
    const fill = /--fill: ([^;]+)/.exec(body)?.[1] ?? ''
    expect(fills.get(pattern) ?? fill).toBe(fill)
    fills.set(pattern, fill)
  }
  expect(new Set(fills.values()).size).toBe(PATTERNS.length)
})
