/** The negotiation of the fixtures, as paragraphs, for pages that have no server. */
import type { Content, Kind, Paragraph } from '../../src/drafting/types'
import source from '../../../fixtures/negotiation.md?raw'

const italic = (words: string): Content =>
  words.split(/(\*[^*]+\*)/).filter(Boolean).map(t => (t.startsWith('*') ? { t: t.slice(1, -1), m: ['em'] } : { t }))

function kindOf(line: string, label: string): Kind {
  if (line.startsWith('# ')) return 'title'
  if (line.startsWith('#')) return 'heading'
  if (/^PP/.test(label)) return 'pp'
  if (/^OP/.test(label)) return 'op'
  return label.startsWith('(') ? 'item' : 'plain'
}

export function fixtureText(): Paragraph[] {
  const lines = source.split(/\n\s*\n/).map(l => l.replace(/\n/g, ' ').trim()).filter(l => l && !l.startsWith('[^'))
  const paragraphs = lines.map((line, i): Paragraph => {
    const bare = line.replace(/^#+ /, '').replace(/\*\*/g, '')
    const label = /^((?:PP|OP)\d+(?: (?:bis|ter|alt))?|\([a-z]+\)|[IVX]+\.)\s/.exec(bare)?.[1] ?? ''
    const words = bare.slice(label.length).replace(/\((?:Agreed|Agreed ad ref)\)/, '').replace(/\[\^\d+\]/, '').trim()
    const kind = kindOf(line, label)
    return { id: `p${i}`, kind, level: kind === 'item' ? (/^\([ivx]+\)$/.test(label) ? 2 : 1) : kind === 'heading' ? 1 : 0, label, content: italic(words) }
  })
  return [
    ...paragraphs,
    { id: 'ar', kind: 'op', level: 0, label: 'OP18', content: [{ t: 'تقرر', m: ['em'] }, { t: ' أن تبقي المسألة قيد نظرها [وأن تستعرض التقدم المحرز كل [سنتين][ثلاث سنوات]]؛' }] },
    { id: 'zh', kind: 'op', level: 0, label: 'OP19', content: [{ t: '请', m: ['em'] }, { t: '各会员国[和区域组织][自愿]就本决议的执行情况提出报告，并[在可能时]公布水下噪声的监测数据。' }] },
  ]
}
