import { describe, expect, it } from 'vitest'
import type { FloorEvent, Paragraph } from '../drafting/types'
import { alarmOf, canonical, digestOf, grown, headOf, type Checkpoint } from './checkpoints'
import { Replay, sessionsOf, subjectsOf } from './record'

const by = { seat: 's', name: 'Chair', role: 'chair' as const, party: null }
const paragraph = (id: string, words: string): Paragraph => ({ id, kind: 'op', level: 0, label: id, content: [{ t: words }] })
const event = (seq: number, type: string, more: object = {}): FloorEvent => ({ seq, type, at: `2026-03-0${1 + Math.floor(seq / 60)}T09:00:00Z`, by, ...more })
const said = (replay: Replay, act: number): string => replay.at(act).map(p => `${p.id}:${p.content.map(c => c.t).join('')}`).join(' ')

/** A text of three paragraphs, and 200 acts on it. */
const acts = (): FloorEvent[] => {
  const events = [event(1, 'text_begun', { text: [paragraph('a', '0'), paragraph('b', 'x'), paragraph('c', 'y')] })]
  for (let seq = 2; seq <= 200; seq += 1) {
    const edit = { edit: 'content', paragraph: 'a', before: [{ t: String(seq - 1) }], after: [{ t: String(seq) }] }
    events.push(event(seq, 'text_edited', { paragraphs: ['a'], edits: [edit] }))
  }
  return events
}

describe('the text at any act', () => {
  it('[K10] is the same from a kept text as from the beginning', () => {
    const replay = new Replay(acts())
    for (const act of [0, 1, 2, 49, 50, 51, 100, 149, 200]) expect(said(replay, act)).toBe(act ? `a:${act === 1 ? 0 : act} b:x c:y` : '')
  })

  it('[K10] follows every kind of edit', () => {
    const edits = [
      { edit: 'insert', paragraph: 'n', after: 'a', kind: 'op', level: 0, label: '', content: [{ t: 'new' }] },
      { edit: 'move', paragraph: 'c', after: null },
      { edit: 'remove', paragraph: 'b' },
      { edit: 'label', paragraph: 'a', before: 'a', after: 'OP1' },
      { edit: 'form', paragraph: 'a', before: ['op', 0], after: ['item', 2] },
    ]
    const replay = new Replay([acts()[0]!, event(2, 'adopted', { proposal: 'p', edits })])
    expect(said(replay, 2)).toBe('c:y a:0 n:new')
    expect(replay.at(2)[1]).toMatchObject({ label: 'OP1', kind: 'item', level: 2 })
    const changes = replay.changes(2)
    expect(changes.get('b')).toMatchObject({ before: [{ t: 'x' }], after: null })
    expect(changes.get('n')).toMatchObject({ before: null, after: [{ t: 'new' }] })
    expect(changes.get('c')?.moved).toBe(true)
    expect(subjectsOf(replay.events[1]!)).toEqual(['n', 'c', 'b', 'a'])
  })

  it('[K10] knows where a meeting began', () => {
    expect(sessionsOf(acts())).toEqual([1, 60, 120, 180])
  })
})

describe('the chain', () => {
  it('[K4] writes JSON in the canonical form', () => {
    expect(canonical({ b: [1, null, true], a: 'é\n"', c: { z: 1, y: {} } })).toBe('{"a":"é\\n\\"","b":[1,null,true],"c":{"y":{},"z":1}}')
  })

  it('[K4] is that of the server', async () => {
    // Given by adref.drafting.chain for this act.
    expect(await headOf('t', [event(1, 'pointed', { paragraph: 'p – é' })], 1)).toBe('78a2b95b310e5998b866f6b039dcccfb6ad3868860ea6933d2bfc3a465ff151e')
  })

  it('[K5] continues what is kept, or there is an alarm', async () => {
    const events = acts()
    const digests = await Promise.all(events.map(digestOf))
    const point = async (seq: number): Promise<Checkpoint> => ({ format: '', text: 't', seq, head: await headOf('t', events, seq), at: '', key: 'k', signature: '' })
    const between = (after: number, upto: number): Promise<string[]> => Promise.resolve(digests.slice(after, upto))
    const [kept, now] = [await point(20), await point(200)]
    expect(now.head).toBe(await grown(kept.head, digests.slice(20)))
    expect(await alarmOf(now, kept, 't', true, between)).toBe(null)
    expect(await alarmOf(now, null, 't', null, between)).toBe(null)
    expect(await alarmOf(kept, kept, 't', true, between)).toBe(null)
    expect(await alarmOf(now, kept, 't', false, between)).toBe('bad_signature')
    expect(await alarmOf(now, kept, 'u', true, between)).toBe('other_text')
    expect(await alarmOf({ ...now, key: 'other' }, kept, 't', true, between)).toBe('other_key')
    expect(await alarmOf(kept, now, 't', true, between)).toBe('shorter')
    expect(await alarmOf({ ...kept, head: now.head }, kept, 't', true, between)).toBe('rewritten')
    digests[30] = digests[31]!
    expect(await alarmOf(now, kept, 't', true, between)).toBe('rewritten')
    expect(await alarmOf(now, kept, 't', true, () => Promise.resolve([]))).toBe('rewritten')
  })
})
