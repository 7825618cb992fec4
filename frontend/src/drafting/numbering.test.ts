import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { alternativeLabel, composeLabel, displayLabels, nextLabel, parseLabel, type Label } from './numbering'
import type { Kind } from './types'

interface Golden {
  parse: Array<{ label: string; parts: Label | null }>
  next: Array<{ label: string; taken: string[]; next: string }>
  alternative: Array<{ label: string; taken: string[]; alternative: string }>
  display: Array<{ paragraphs: Array<{ id: string; kind: Kind; label: string }>; labels: Record<string, string> }>
}
const golden = JSON.parse(readFileSync(new URL('../../../fixtures/labels.json', import.meta.url), 'utf8')) as Golden

describe('labels', () => {
  it.each(golden.parse)('[N40] the parts of $label', ({ label, parts }) => {
    expect(parseLabel(label)).toEqual(parts)
    if (parts) expect(composeLabel(parts)).toBe(label)
  })

  it.each(golden.next)('[N41] after $label', ({ label, taken, next }) => {
    expect(nextLabel(label, taken)).toBe(next)
  })

  it.each(golden.alternative)('[N42] the alternative to $label', ({ label, taken, alternative }) => {
    expect(alternativeLabel(label, taken)).toBe(alternative)
  })

  it.each(golden.display)('[N43] labels of the outline', ({ paragraphs, labels }) => {
    expect(displayLabels(paragraphs)).toEqual(labels)
  })
})
