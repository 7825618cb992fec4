import { describe, expect, it } from 'vitest'
import { attributionSpans } from './attributions'
import { readBrackets } from './brackets'
import { clean, cleanText } from './clean'
import { plain, textOf } from './content'
import { golden } from './golden'
import { suppose } from './supposing'
import type { Paragraph, Proposal, WrittenParagraph } from './types'

interface Scene { name: string; text: Paragraph[]; proposals: Proposal[] }
interface Case { name: string; adopted: string[]; text: Paragraph[]; left_out: string[]; written: WrittenParagraph[] }
interface Attributed { names: string[]; words: string[]; spans: Record<string, Array<[number, number]>>; clean: Array<[string, string]> }
const scenes = new Map(golden<Scene[]>('compilation').map(scene => [scene.name, scene]))

describe('clean', () => {
  const names = golden<Array<{ names: Record<string, string> }>>('writing')[0]!.names
  it.each(golden<Case[]>('clean'))('[C13] [C14] $name, adopted: $adopted', c => {
    const { text, proposals } = scenes.get(c.name)!
    const supposed = suppose(text, proposals, c.adopted)
    expect(supposed.text).toEqual(c.text)
    expect(supposed.leftOut).toEqual(c.left_out)
    expect(clean(text, proposals, c.adopted, Object.values(names))).toEqual(c.written)
  })

  it.each(golden<Attributed[]>('attributions'))('[C13] $words, $names', c => {
    const text = c.words.map((words, n): Paragraph => ({ id: `p${n}`, kind: 'op', level: 0, label: '', content: plain(words) }))
    const spans = attributionSpans(text, readBrackets(text), c.names)
    expect(Object.fromEntries(text.map(p => [p.id, spans.get(p.id) ?? []]))).toEqual(c.spans)
    expect(cleanText(text, c.names).map(p => [p.id, textOf(p.content)])).toEqual(c.clean)
  })
})
