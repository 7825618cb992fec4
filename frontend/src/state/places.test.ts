import { describe, expect, it } from 'vitest'
import { preferred } from '../i18n/catalogue.svelte'
import { Refused, failureOf } from './http'
import { expiryOf } from './invitations'
import { pathTo, readPath } from './route.svelte'
import { decode, firstLine, formatOf } from './source'

describe('addresses', () => {
  it('[W21] an address leads to one page, and a page to its address', () => {
    expect(readPath('/')).toEqual({ page: 'home' })
    expect(readPath('/i/a.b')).toEqual({ page: 'join', token: 'a.b' })
    expect(readPath(pathTo.meeting('s1', 't/1'))).toEqual({ page: 'meeting', seat: 's1', text: 't/1' })
    expect(readPath('/s/s1/')).toEqual({ page: 'negotiation', seat: 's1' })
    expect(readPath(pathTo.desk('s1', 't1', 'bring-in'))).toEqual({ page: 'desk', seat: 's1', text: 't1', tab: 'bring-in' })
    expect(readPath('/s/s1/t/t1/desk')).toEqual({ page: 'desk', seat: 's1', text: 't1', tab: 'revisions' })
    expect(readPath('/s/s1/t/t1/desk/else')).toEqual({ page: 'nowhere' })
    expect(readPath(pathTo.revision('s1', 't1', 'r1'))).toEqual({ page: 'revision', seat: 's1', text: 't1', revision: 'r1' })
    expect(readPath('/s/s1/else/where')).toEqual({ page: 'nowhere' })
  })
})

describe('sources', () => {
  it('[W22] reads what offices write: UTF-8, UTF-16, the old Western encoding; not pictures', () => {
    expect(decode(new TextEncoder().encode('é[a]'))).toBe('é[a]')
    expect(decode(new Uint8Array([0xff, 0xfe, 0x5b, 0, 0x41, 0]))).toBe('[A')
    expect(decode(new Uint8Array([0xe9, 0x5b]))).toBe('é[')
    expect(() => decode(new Uint8Array([0x89, 0, 1]))).toThrow()
  })

  it('[W23] takes the first line as a title to start from', () => {
    expect(firstLine('\n\n## **Draft** resolution\nText')).toBe('Draft** resolution')
    expect(formatOf('a.MD')).toBe('md')
  })
})

describe('failures', () => {
  it('[W24] whatever is thrown becomes a failure with words', () => {
    expect(failureOf(new Refused(409, { code: 'locked', params: {} })).code).toBe('locked')
    expect(failureOf(Object.assign(new Error(), { failure: { code: 'moved_on', params: {} } })).code).toBe('moved_on')
    expect(failureOf(new TypeError('fetch')).code).toBe('no_network')
  })
})

it('[W25] a link ends when one said', () => {
  const now = new Date('2026-01-01T00:00:00Z')
  expect([expiryOf('none', now), expiryOf('week', now)]).toEqual([null, '2026-01-08T00:00:00.000Z'])
})

it('[W26] speaks the first of the reader’s languages that it knows', () => {
  expect([preferred(['pt-BR', 'fr-CH', 'en']), preferred(['ar'])]).toEqual(['fr', 'en'])
})
