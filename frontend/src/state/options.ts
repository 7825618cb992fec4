/** Options that a text offers by name; the rule of adref/drafting/options.py for the heading of a paragraph. */
import type { Paragraph } from '../drafting/types'
import { wordsOf } from './outline'

const HEADING = /^[\s[\](*{]*(?:Option|Alternative|Alt)\.?\s+(?:\(\w{1,4}\)|\d{1,2}|[IVX]{1,5}|[A-Za-z])(?:\s*\([^()]{1,80}\))?(?:\s*:|\.?$)/
const ALTERNATIVE = /\balt\b/i

/** Whether a paragraph opens an option, or is an alternative to another one. */
export function opensOption(paragraph: Paragraph | null, rows: readonly { label: string }[] = []): boolean {
  if (!paragraph) return false
  if (HEADING.test(wordsOf(paragraph.content)) || ALTERNATIVE.test(paragraph.label)) return true
  const label = paragraph.label.trim()
  return label !== '' && rows.some(r => ALTERNATIVE.test(r.label) && r.label.replace(/\s*alt\b.*$/i, '').trim() === label)
}
