import { describe, expect, it } from 'vitest'
import { endsOf, lineOf, scaleOf, topOf, type Life, type Moment } from './life'

const moment = (at: string, brackets: number): Moment => ({ at, act: 0, brackets, options: 0, contested: 0, agreed: 0, proposals: 0, paragraphs: 9 })
const LIFE: Life = {
  moments: [moment('2026-03-02T09:00:00Z', 4), moment('2026-03-02T10:00:00Z', 4), moment('2026-03-05T09:00:00Z', 2), moment('2026-03-05T09:30:00Z', 0)],
  sessions: [{ begin: '2026-03-02T09:00:00Z', end: '2026-03-02T10:00:00Z' }, { begin: '2026-03-05T09:00:00Z', end: '2026-03-05T09:30:00Z' }],
  issued: [],
}

describe('the life of a text', () => {
  it('[D52] time goes on from left to right, a pause is narrower than any meeting', () => {
    const scale = scaleOf(LIFE)
    const places = LIFE.moments.map(m => scale.x(m.at))
    expect(places[0]).toBe(0)
    expect(places.at(-1)).toBeCloseTo(1)
    expect([...places].sort((a, b) => a - b)).toEqual(places)
    const [first, second] = scale.sessions
    expect(second!.left - first!.right).toBeLessThan(Math.min(first!.right - first!.left, second!.right - second!.left))
  })

  it('[D52] a figure holds until the next one', () => {
    expect(lineOf(LIFE, 'brackets', scaleOf(LIFE), 100, 40, 4)).toMatch(/^M0\.0 0\.0H[\d.]+H[\d.]+V20\.0H100\.0V40\.0H100\.0$/)
    expect(lineOf({ ...LIFE, moments: [] }, 'brackets', scaleOf(LIFE), 100, 40, 4)).toBe('')
  })

  it('[D52] the top is round and holds the greatest; the table has the end of each meeting', () => {
    expect(topOf(LIFE, 'brackets')).toBe(5)
    expect(topOf(LIFE, 'agreed')).toBe(1)
    expect(topOf({ ...LIFE, moments: [moment('', 130)] }, 'brackets')).toBe(200)
    expect(endsOf(LIFE).map(end => end.moment.brackets)).toEqual([4, 0])
  })

  it('[D52] a text without a single act is an empty plot', () => {
    const none: Life = { moments: [], sessions: [], issued: [] }
    expect(scaleOf(none).x('2026-03-02T09:00:00Z')).toBe(0)
    expect(endsOf(none)).toEqual([])
  })
})
