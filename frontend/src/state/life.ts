/** The life of a text in figures, as the plot and its table show it. */
import { request } from './http'

export const SERIES = ['brackets', 'options', 'contested', 'agreed', 'proposals'] as const
export type Series = (typeof SERIES)[number]
export interface Moment extends Record<Series, number> { at: string; act: number; paragraphs: number }
export interface Session { begin: string; end: string }
export interface Life { moments: Moment[]; sessions: Session[]; issued: Array<{ at: string; symbol: string }> }

export const lifeOf = (seat: string, text: string, signal?: AbortSignal): Promise<Life> =>
  request('GET', `/api/s/${encodeURIComponent(seat)}/texts/${encodeURIComponent(text)}/history`, undefined, signal)

/** A stretch of time on the plot: pauses between meetings are narrow, so that what happened has the room. */
interface Stretch { from: number; until: number; left: number; right: number }
const PAUSE_SHARE = 0.04 // of the width that one pause takes, at most
const PAUSES_SHARE = 0.3 // and all of them together

export interface Scale { x(at: string): number; sessions: Array<{ left: number; right: number; begin: string; end: string }> }

/** From instants to places between 0 and 1. */
export function scaleOf(life: Life): Scale {
  const pause = Math.min(PAUSE_SHARE, PAUSES_SHARE / Math.max(1, life.sessions.length - 1))
  const lengths = life.sessions.map(s => Math.max(Date.parse(s.end) - Date.parse(s.begin), 60_000))
  const all = lengths.reduce((sum, length) => sum + length, 0) || 1
  const room = 1 - pause * Math.max(0, life.sessions.length - 1)
  const stretches: Stretch[] = []
  let left = 0
  life.sessions.forEach((session, i) => {
    // Half by length, half alike: a short meeting is still seen.
    const width = room * (0.5 * ((lengths[i] ?? 0) / all) + 0.5 / life.sessions.length)
    const from = Date.parse(session.begin)
    stretches.push({ from, until: from + (lengths[i] ?? 0), left, right: left + width })
    left += width + pause
  })
  const x = (at: string): number => {
    const instant = Date.parse(at)
    const inside = [...stretches].reverse().find(s => instant >= s.from) ?? stretches[0]
    if (!inside) return 0
    return inside.left + (inside.right - inside.left) * Math.min(1, Math.max(0, (instant - inside.from) / (inside.until - inside.from)))
  }
  return { x, sessions: stretches.map((s, i) => ({ left: s.left, right: s.right, begin: life.sessions[i]?.begin ?? '', end: life.sessions[i]?.end ?? '' })) }
}

/** The steps of a line: a figure holds until the next one. `width` and `height` in units of the drawing. */
export function lineOf(life: Life, series: Series, scale: Scale, width: number, height: number, most: number): string {
  let path = ''
  let last = ''
  for (const moment of life.moments) {
    const x = (scale.x(moment.at) * width).toFixed(1)
    const y = (height - (moment[series] / Math.max(1, most)) * height).toFixed(1)
    path += path === '' ? `M${x} ${y}` : y === last ? `H${x}` : `H${x}V${y}`
    last = y
  }
  const end = width.toFixed(1)
  return path === '' ? '' : `${path}H${end}`
}

/** A round figure at or above the greatest, for the top of the plot. */
export function topOf(life: Life, series: Series): number {
  const most = Math.max(1, ...life.moments.map(m => m[series]))
  const step = 10 ** Math.floor(Math.log10(most))
  return [1, 2, 5, 10].map(n => n * step).find(n => n >= most) ?? most
}

/** Where a moment that was looked at is in a longer life; null: at its end. */
export function placeOf(life: Life, at: string | undefined): number | null {
  const place = at === undefined ? -1 : life.moments.findLastIndex(moment => moment.at <= at)
  return place < 0 ? null : place
}

/** The figures at the end of each meeting: the rows of the table. */
export function endsOf(life: Life): Array<{ session: Session; moment: Moment }> {
  return life.sessions.flatMap(session => {
    const moment = life.moments.findLast(m => m.at <= session.end)
    return moment ? [{ session, moment }] : []
  })
}
