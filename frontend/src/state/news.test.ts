import { describe, expect, it } from 'vitest'
import type { FloorEvent } from '../drafting/types'
import { News, statelessOf, type Parts } from './news'

class Line implements Parts {
  sockets: Array<{ sent: string[]; closed: boolean; onopen: (() => void) | null; onmessage: ((e: { data: ArrayBuffer }) => void) | null; onclose: ((e: { code: number }) => void) | null }> = []
  timers: Array<{ ms: number; work: () => void }> = []
  open = (): never => {
    const sent: string[] = []
    const socket = { sent, closed: false, binaryType: '', onopen: null, onmessage: null, onclose: null, close: () => (socket.closed = true), send: (data: Uint8Array) => void sent.push([...data].join(' ')) }
    this.sockets.push(socket)
    return socket as never
  }
  after = (ms: number, work: () => void): (() => void) => {
    const timer = { ms, work }
    this.timers.push(timer)
    return () => (this.timers = this.timers.filter(t => t !== timer))
  }
  /** The next timer goes off; how long it was. */
  due(): number {
    const timer = this.timers.shift()!
    timer.work()
    return timer.ms
  }
  says(body: unknown): void {
    const room = new TextEncoder().encode('floor/t')
    const words = new TextEncoder().encode(JSON.stringify(body))
    const length = words.length < 128 ? [words.length] : [(words.length & 127) | 128, words.length >> 7]
    this.sockets.at(-1)!.onmessage!({ data: new Uint8Array([room.length, ...room, 5, ...length, ...words]).buffer })
  }
  happens(seq: number, type: string): void {
    this.says({ type: 'event', seq, event: { type, seq, at: '', by: { seat: 'other', name: 'Ana', role: 'chair', party: null } } })
  }
}

const listening = (): { line: Line; heard: string[]; off: () => void } => {
  const [line, heard] = [new Line(), [] as string[]]
  const off = new News('s', 't', line).on((event: FloorEvent | null) => heard.push(event?.type ?? 'missed'))
  line.sockets[0]!.onopen!()
  return { line, heard, off }
}

describe('[Q1] what happens is told to the desk', () => {
  it('enters the floor as a reader and tells each act', () => {
    const { line, heard } = listening()
    const sent = line.sockets[0]!.sent.map(bytes => new TextDecoder().decode(new Uint8Array(bytes.split(' ').map(Number))))
    expect(sent).toEqual(['\u0007floor/t\u0002\u0000\u000f{"client":null}', '\u0007floor/t\u0000\u0000\u0001\u0000'])
    line.says({ type: 'head', seq: 4 })
    line.happens(5, 'adopted')
    line.happens(6, 'revision_issued')
    expect(heard).toEqual([])
    expect(line.due()).toBeLessThan(500)
    expect(heard).toEqual(['adopted', 'revision_issued'])
  })

  it('waits for typing to rest, but not when there is an act', () => {
    const { line, heard } = listening()
    line.happens(1, 'text_edited')
    line.happens(2, 'text_edited')
    expect(line.timers.map(t => t.ms)).toEqual([3000])
    line.happens(3, 'adopted')
    expect(line.timers).toHaveLength(1)
    line.due()
    expect(heard).toEqual(['text_edited', 'text_edited', 'adopted'])
  })

  it('comes back after a line that broke, and says when something was missed', () => {
    const { line, heard } = listening()
    line.says({ type: 'head', seq: 4 })
    line.sockets[0]!.onclose!({ code: 1006 })
    expect(line.due()).toBe(1000)
    line.sockets[1]!.onclose!({ code: 1006 })
    expect(line.due()).toBe(2000)
    line.says({ type: 'head', seq: 4 })
    expect(line.timers).toEqual([])
    line.sockets[2]!.onclose!({ code: 1006 })
    line.due()
    line.says({ type: 'head', seq: 7 })
    line.due()
    expect(heard).toEqual(['missed'])
  })

  it('does not come back when it was put out, nor when nobody listens', () => {
    const { line, off } = listening()
    line.sockets[0]!.onclose!({ code: 1008 })
    expect(line.timers).toEqual([])
    const other = listening()
    other.off()
    expect(other.line.sockets[0]!.closed).toBe(true)
    other.line.sockets[0]!.onclose!({ code: 1000 })
    expect(other.line.timers).toEqual([])
    off()
  })

  it('passes over every other message', () => {
    expect(statelessOf(new Uint8Array([9]))).toBeNull()
    expect(statelessOf(new Uint8Array([1, 102, 0, 1, 2, 0, 0]))).toBeNull()
  })
})
