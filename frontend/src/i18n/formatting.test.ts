import { describe, expect, it } from 'vitest'
import { format } from './formatting'

describe('a message', () => {
  it('[W34] sets a name that runs the other way apart, and no other', () => {
    expect(format([['party'], ': no'], 'en', { party: 'مصر' })).toBe('\u2068مصر\u2069: no')
    expect(format([['party'], ': no'], 'en', { party: '中国' })).toBe('中国: no')
    expect(format([['party']], 'en', { party: 'مصر' })).toBe('مصر')
  })
})
