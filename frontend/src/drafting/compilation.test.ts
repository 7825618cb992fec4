import { describe, expect, it } from 'vitest'
import { compile, inOrder, movedOn } from './compilation'
import { type CompiledParagraph, baseContent } from './compiled'
import { golden } from './golden'
import { profileOf } from './profiles'
import type { ParagraphState, Paragraph, Proposal, WrittenParagraph } from './types'
import { write } from './writing'

interface Case { name: string; text: Paragraph[]; proposals: Proposal[]; compiled: CompiledParagraph[]; moved_on: string[] }
interface Written {
  name: string; profile: string; names: Record<string, string>; attributions: boolean
  states: Record<string, ParagraphState>; written: WrittenParagraph[]
}
const cases = golden<Case[]>('compilation')

describe('compilation', () => {
  it.each(cases)('[C1] golden case $name', ({ text, proposals, compiled, moved_on }) => {
    expect(compile(text, proposals)).toEqual(compiled)
    expect(movedOn(text, proposals)).toEqual(moved_on)
  })

  it.each(cases)('[C1] the order of arrival does not matter: $name', ({ text, proposals, compiled }) => {
    expect(compile(text, [...proposals].reverse())).toEqual(compiled)
    expect(compile(text, inOrder(new Set(proposals)))).toEqual(compiled)
  })

  it.each(cases)('[C9] without insertions it is the working text: $name', ({ text, proposals }) => {
    const standing = compile(text, proposals).filter(p => p.fate !== 'inserted')
    expect(standing.map(p => baseContent(p.segments))).toEqual(text.map(p => p.content))
  })

  it.each(golden<Written[]>('writing'))('[C10] written: $name, $profile, names: $attributions', c => {
    const { text, proposals } = cases.find(({ name }) => name === c.name)!
    expect(write(compile(text, proposals), profileOf(c.profile), c.names, c.attributions, c.states)).toEqual(c.written)
  })

  it('[C11] a key in one paragraph compiles one paragraph', () => {
    const { text, proposals } = cases.find(({ name }) => name === 'whole_paragraphs')!
    const before = new Map(compile(text, proposals).map(p => [p.id, p]))
    const typed = text.map((p, at) => (at ? p : { ...p, content: [{ t: 'Other words' }] }))
    for (const after of compile(typed, proposals)) {
      if (after.origin === 'text') expect(after === before.get(after.id)).toBe(after.id !== text[0]!.id)
    }
  })
})
