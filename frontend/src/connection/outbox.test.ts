import { get } from 'svelte/store'
import { describe, expect, it } from 'vitest'
import type { Command, Outcome } from '../drafting/types'
import { Refused, Unreachable } from './http'
import { memoryShelf, Outbox, TakenBack, type Shelf } from './outbox'

const command: Command = { do: 'withdraw', proposal: 'p' }
const outcome: Outcome = { seq: 1, events: [], edits: [] }

function outboxWith(send: (id: string) => Promise<Outcome>, shelf: Shelf = memoryShelf()): { outbox: Outbox; sent: string[]; shelf: Shelf } {
  const sent: string[] = []
  let next = 0
  const outbox = new Outbox({
    shelf, newId: () => `c${next++}`, now: () => next, decided: () => {}, changed: () => {}, alone: (_id, work) => work(),
    send: id => { sent.push(id); return send(id) },
  })
  return { outbox, sent, shelf }
}
const rest = async (): Promise<void> => { for (let i = 0; i < 30; i++) await Promise.resolve() }

describe('the outbox', () => {
  it('[E25] sends once and is empty afterwards', async () => {
    const { outbox, sent, shelf } = outboxWith(async () => outcome)
    expect(await outbox.act(command)).toBe(outcome)
    await rest()
    expect([sent, get(outbox.waiting), await shelf.all()]).toEqual([['c0'], [], []])
  })
  it('[E25] without network it waits visibly, and goes out later under the same id', async () => {
    let up = false
    const { outbox, sent } = outboxWith(async () => { if (!up) throw new Unreachable(); return outcome })
    const decision = outbox.act(command)
    await rest()
    expect(get(outbox.waiting)).toMatchObject([{ id: 'c0', state: 'waiting' }])
    up = true
    await outbox.flush()
    expect(await decision).toBe(outcome)
    expect(sent).toEqual(['c0', 'c0'])
  })
  it('[E25] what waits can be taken back and is never sent', async () => {
    let up = false
    const { outbox, sent, shelf } = outboxWith(async () => { if (!up) throw new Unreachable(); return outcome })
    const decision = outbox.act(command)
    await rest()
    expect(outbox.takeBack('c0')).toBe(true)
    await expect(decision).rejects.toBeInstanceOf(TakenBack)
    up = true
    await outbox.flush()
    await rest()
    expect([sent, await shelf.all()]).toEqual([['c0'], []])
  })
  it('[E25] what is being sent cannot be taken back', async () => {
    let finish: (o: Outcome) => void = () => {}
    const { outbox } = outboxWith(() => new Promise(done => { finish = done }))
    const decision = outbox.act(command)
    await rest()
    expect(outbox.takeBack('c0')).toBe(false)
    finish(outcome)
    expect(await decision).toBe(outcome)
  })
  it('[S21] what is taken back while it is being sent, and could not be sent, is never sent again', async () => {
    let fail: (thrown: unknown) => void = () => {}
    const { outbox, sent, shelf } = outboxWith(() => new Promise((_, refuse) => { fail = refuse }))
    const decision = outbox.act(command)
    await rest()
    expect(outbox.takeBack('c0')).toBe(false)
    expect(get(outbox.waiting)).toMatchObject([{ state: 'sending', recalled: true }])
    fail(new Unreachable())
    await expect(decision).rejects.toBeInstanceOf(TakenBack)
    await outbox.flush()
    await rest()
    expect([sent, get(outbox.waiting), await shelf.all()]).toEqual([['c0'], [], []])
  })
  it('[E25] survives a reload: another page sends it under the same id', async () => {
    const shelf = memoryShelf()
    const first = outboxWith(async () => { throw new Unreachable() }, shelf)
    void first.outbox.act(command).catch(() => {})
    await rest()
    const second = outboxWith(async () => outcome, shelf)
    await second.outbox.reload()
    expect(get(second.outbox.waiting)).toMatchObject([{ id: 'c0', state: 'waiting' }])
    await second.outbox.flush()
    await rest()
    expect([second.sent, await shelf.all()]).toEqual([['c0'], []])
  })
  it('[E25] a refusal is told to who waits for it; otherwise it stays in sight until dismissed', async () => {
    const refused = new Refused(409, { code: 'moved_on', params: {} })
    const here = outboxWith(async () => { throw refused })
    await expect(here.outbox.act(command)).rejects.toBe(refused)
    expect(get(here.outbox.waiting)).toEqual([])
    const shelf = memoryShelf()
    await shelf.put({ id: 'x', command, state: 'waiting', since: 0 })
    const later = outboxWith(async () => { throw refused }, shelf)
    await later.outbox.reload()
    await later.outbox.flush()
    expect(get(later.outbox.waiting)).toMatchObject([{ id: 'x', state: 'refused', failure: { code: 'moved_on' } }])
    expect(later.outbox.takeBack('x')).toBe(true)
    await rest()
    expect(await shelf.all()).toEqual([])
  })
})
