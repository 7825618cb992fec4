/** Where a paragraph stands and may be put, by the names that people have for paragraphs. */
import { unescaped } from './escapes'
import { displayLabels } from './numbering'
import type { Content, Kind } from './types'

interface Standing { id: string; kind: Kind; label: string; content: Content }

const OPENING = 6 // words by which a paragraph without a label is named

/** What each paragraph is called: its label, or how it opens. */
export function placeNames(paragraphs: readonly Standing[]): ReadonlyMap<string, string> {
  const labels = displayLabels(paragraphs)
  return new Map(paragraphs.map(p => [p.id, labels[p.id] ?? opening(p.content)]))
}

function opening(content: Content): string {
  const words = unescaped(content.map(piece => piece.t).join('')).replaceAll('\ufffc', '').split(/\s+/).filter(Boolean)
  return words.length > OPENING ? `“${words.slice(0, OPENING).join(' ')}…”` : words.length ? `“${words.join(' ')}”` : '¶'
}

/** The paragraphs after which another one may be put; null is the beginning. Where it stands is none, nor is a footnote. */
export function placesFor(paragraphs: readonly Standing[], id: string): Array<string | null> {
  const text = paragraphs.filter(p => p.kind !== 'footnote')
  const at = text.findIndex(p => p.id === id)
  const stands = at > 0 ? text[at - 1]!.id : null
  return [null, ...text.map(p => p.id)].filter(place => place !== id && (at < 0 || place !== stands))
}
