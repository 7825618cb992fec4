import { describe, expect, it } from 'vitest'
import type { Content } from '../drafting/types'
import { changesBetween, merge } from './changes'
import { splice, cut } from './content'

const c = (t: string): Content => (t ? [{ t }] : [])

describe('changes and merging', () => {
  it('[E17] the changes applied to the basis give the draft', () => {
    for (const [a, b] of [['one two three', 'one 2 three four'], ['会员国应当合作', '各会员国应合作'], ['', 'new'], ['gone', ''], ['a🌍b c', 'a🌎b d']] as const) {
      const now = c(b)
      const built = changesBetween(c(a), now).reverse().reduce((content, ch) => splice(content, ch.from, ch.to, cut(now, ch.start, ch.end)), c(a))
      expect(built).toEqual(now)
    }
  })
  it('[E17] changes that do not meet are both taken', () => {
    expect(merge(c('one two three'), c('one two three four'), c('zero one two three'))).toEqual(c('zero one two three four'))
  })
  it('[E17] the same change on both sides is taken once', () => {
    expect(merge(c('one two three'), c('one 2 three'), c('one 2 three'))).toEqual(c('one 2 three'))
  })
  it('[E17] at one point theirs stands before mine', () => {
    expect(merge(c('one two'), c('one two mine'), c('one two theirs'))).toEqual(c('one two theirs mine'))
  })
  it('[E17] changes of the same words do not merge', () => {
    expect(merge(c('one two three'), c('one 2 three'), c('one zwei three'))).toBeNull()
    expect(merge(c('one two three'), c('one three'), c('one t three'))).toBeNull()
  })
})
