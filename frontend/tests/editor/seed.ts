/** A text and proposals of any size, the same each time. */
import type { Content, Paragraph, Proposal } from '../../src/drafting/types'

function numbers(seed: number): () => number {
  return () => (seed = (seed * 1664525 + 1013904223) >>> 0) / 4294967296
}

const WORDS = 'participants undertake to publish timely accounts of their measures and review them together every second year with due regard for capacities fairness and the needs of small states while keeping the register open to all who ask for it in writing'.split(' ')
export const ARABIC = 'يتعهد المشاركون بنشر تقارير سنوية عن التدابير المتخذة ومراجعتها معا بروح من التعاون والشفافية'
export const CHINESE = '与会各方承诺每年公布所采取措施的报告，并本着合作精神共同审议，以照顾各国的不同需要。'

export function seedParagraphs(count: number): Paragraph[] {
  const next = numbers(11)
  return Array.from({ length: count }, (_unused, i): Paragraph => {
    const words = Array.from({ length: 30 + Math.floor(next() * 30) }, () => WORDS[Math.floor(next() * WORDS.length)]!)
    const t = i % 12 === 5 ? ARABIC : i % 12 === 7 ? CHINESE : words.join(' ') + (i % 9 === 4 ? ' [in due time] [at once].' : '.')
    return { id: `p${i}`, kind: i === 0 ? 'title' : 'op', level: 0, label: i === 0 ? '' : `${i}.`, content: [{ t }] }
  })
}

const PARTIES = ['nor', 'jpn', 'bra']

export function seedProposals(paragraphs: Paragraph[], count: number): Record<string, Proposal> {
  const next = numbers(5)
  const out: Record<string, Proposal> = {}
  for (let n = 1; n <= count; n++) {
    const paragraph = paragraphs[1 + Math.floor(next() * (paragraphs.length - 1))]!
    const words = paragraph.content[0]!.t.split(' ')
    if (words.length < 8) continue
    const at = 2 + Math.floor(next() * (words.length - 5))
    const from = [...words.slice(0, at).join(' ')].length + 1
    out[`q${n}`] = proposal(`q${n}`, n, paragraph, [from, from + [...words[at]!].length], [{ t: 'duly' }], PARTIES[n % 3]!)
  }
  return out
}

export function proposal(id: string, number: number, paragraph: Paragraph, span: [number, number], replacement: Content, party: string): Proposal {
  return {
    id, number, kind: 'change', paragraph: paragraph.id, after: null, on: '', basis: paragraph.content, span, replacement, paragraph_kind: paragraph.kind,
    level: paragraph.level, label: '', party, cosponsors: [], rationale: '', stage: 'open', positions: {}, by: '', at: '', batch: id,
  }
}
