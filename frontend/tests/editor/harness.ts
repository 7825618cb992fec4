/** A page with one or two editors over rooms in memory. `?mode=pen|delegate|read&n=30&two&proposals=k&drafts=k` */
import '../../src/views/theme.css'
import '../../src/views/parties.css'
import '../../src/editor/editor.css'
import { get, writable } from 'svelte/store'
import { createDraft } from '../../src/crdt/drafts'
import { wordsOf } from '../../src/crdt/content'
import { newBody } from '../../src/crdt/body'
import { insertParagraph, moveParagraph, orderedIds, paragraphsOf, readParagraph, removeParagraph, setContent } from '../../src/crdt/text'
import { createEditor } from '../../src/editor'
import type { EditorHandle, EditorOptions } from '../../src/editor/types'
import { generateNKeysBetween } from 'fractional-indexing'
import * as Y from 'yjs'
import { emptyFloor, memoryRoom, MemoryHub, type MemoryRoom } from './memoryRoom'
import { proposal, seedParagraphs, seedProposals } from './seed'
import { english } from './words'

const query = new URLSearchParams(location.search)
const mode = (query.get('mode') ?? 'pen') as EditorOptions['mode']
const party = (id: string, name: string) => ({ id, name, short: id.toUpperCase(), kind: 'delegation' as const })
const membership: EditorOptions['membership'] = {
  parties: { ken: party('ken', 'Kenya'), nor: party('nor', 'Norway'), jpn: party('jpn', 'Japan'), bra: party('bra', 'Brazil') },
  coalitions: { g77: { id: 'g77', name: 'Group of 77', short: 'G77', members: ['ken', 'bra'] } },
}

const hub = new MemoryHub()
const floor = writable({ seq: 0, state: emptyFloor() })
// The working text as the server has it, also where a seat may not write it.
const server = memoryRoom(hub, 't', { seat: 's0', name: 'Server', role: 'chair', party: null }, ['text/t', 'party/t/ken'])
const text = (): Y.Doc => server.doc('text/t')
const seeds = seedParagraphs(Number(query.get('n') ?? 30))
if (!query.has('late')) plant() // `late`: when the page asks for it

function plant(): void {
  const orders = generateNKeysBetween(null, null, seeds.length)
  text().transact(() => seeds.forEach((paragraph, i) => {
    const map = new Y.Map<unknown>(Object.entries({ order: orders[i], kind: paragraph.kind, level: paragraph.level, label: paragraph.label }))
    map.set('body', newBody(paragraph.content))
    paragraphsOf(text()).set(paragraph.id, map)
  }), 'seed')
  const drafts = Number(query.get('drafts') ?? 0)
  for (let i = 0; i < drafts; i++) {
    const paragraph = seeds[1 + ((i * 5) % (seeds.length - 1))]!
    const t = paragraph.content[0]!.t.replace(' ', ' shall ')
    createDraft(server.doc('party/t/ken'), `d${String(i).padStart(6, '0')}`, { kind: 'change', paragraph: paragraph.id, after: null, paragraphKind: 'op', level: 0, label: '', basis: paragraph.content, content: [{ t }], by: 'Seed' }, 'seed')
  }
  const proposals = seedProposals(seeds, Number(query.get('proposals') ?? 0))
  floor.set({ seq: 1, state: { ...emptyFloor(), proposals } })
}

const log: Array<[string, unknown]> = []
let started = 0
interface Side { room: MemoryRoom; editor: EditorHandle; host: HTMLElement }

function open(hostId: string, name: string): Side {
  const host = document.getElementById(hostId)!
  const delegate = mode === 'delegate'
  const room = memoryRoom(hub, 't', { seat: `seat-${name}`, name, role: delegate ? 'delegate' : 'chair', party: delegate ? 'ken' : null }, delegate ? ['text/t', 'party/t/ken'] : ['text/t'], n => mode !== 'delegate' || n !== 'text/t', floor)
  started ||= performance.now()
  const editor = createEditor(host, {
    profile: 'un',
    room, mode, membership, me: { seat: `seat-${name}`, name, party: delegate ? 'ken' : null }, translate: english, showProposals: true,
    mountDraftBar(draft, bar) { bar.innerHTML = '<span class="bar">draft, only Kenya sees this</span>'; bar.dataset.draft = draft; return () => bar.replaceChildren() },
    mountMargin(paragraph, margin) { margin.textContent = `¶${paragraph}`; return () => margin.replaceChildren() },
    onParagraph: id => log.push(['paragraph', id]), onProposal: id => log.push(['proposal', id]), onBracket: place => log.push(['bracket', place]),
  })
  return { room, editor, host }
}

const a = open('a', 'Ada')
const b = query.has('two') ? open('b', 'Ben') : null
const words = (id: string): string | null => {
  const map = paragraphsOf(text()).get(id)
  return map ? wordsOf(readParagraph(id, map).content) : null
}

const harness = {
  a, b, hub, floor, log, words, plant,
  ids: () => orderedIds(text()).map(p => p.id),
  content: (id: string) => readParagraph(id, paragraphsOf(text()).get(id)!).content,
  kind: (id: string) => readParagraph(id, paragraphsOf(text()).get(id)!).kind,
  drafts: () => get(server.drafts).map(d => ({ ...d, words: wordsOf(d.content) })),
  slots: () => [...a.host.querySelectorAll<HTMLElement>('[data-slot]')].map(e => e.dataset.slot),
  /** The server writes into the working text. */
  write: (id: string, t: string) => setContent(text(), id, [{ t }], 'server'),
  insertAt: (id: string, at: number, t: string) => { const now = words(id)!; setContent(text(), id, [{ t: now.slice(0, at) + t + now.slice(at) }], 'server') },
  remove: (id: string) => removeParagraph(text(), id, 'server'),
  move: (id: string, after: string | null) => moveParagraph(text(), id, after, 'server'),
  insert: (id: string, after: string | null, t: string) => insertParagraph(text(), { id, kind: 'op', level: 0, label: '', content: [{ t }] }, after, 'server'),
  lock: (id: string) => floor.update(({ seq, state }) => ({ seq: seq + 1, state: { ...state, states: { ...state.states, [id]: 'agreed' as const } } })),
  propose: (id: string, paragraph: string, span: [number, number], t: string, by: string) => floor.update(({ seq, state }) => {
    const source = readParagraph(paragraph, paragraphsOf(text()).get(paragraph)!)
    return { seq: seq + 1, state: { ...state, proposals: { ...state.proposals, [id]: proposal(id, seq, source, span, t ? [{ t }] : [], by) } } }
  }),
  /** Where to press for a UTF-16 offset in a paragraph's words. */
  point(key: string, offset: number, side: 'a' | 'b' = 'a') {
    const host = (side === 'a' ? a : b!).host.querySelector(`[data-slot="${key}"] .slot-words`)!
    host.scrollIntoView({ block: 'center' })
    const walker = document.createTreeWalker(host, NodeFilter.SHOW_TEXT, n => (n.parentElement!.closest('[contenteditable=false]') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT))
    let left = offset
    for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
      if (left <= node.length) {
        const range = document.createRange()
        range.setStart(node, left)
        range.setEnd(node, Math.min(node.length, left + 1))
        const rect = range.getClientRects()[0] ?? range.getBoundingClientRect()
        const rtl = getComputedStyle(node.parentElement!).direction === 'rtl'
        const end = left === node.length
        return { x: (rtl !== end ? rect.right - 0.5 : rect.left + 0.5), y: rect.top + rect.height / 2 }
      }
      left -= node.length
    }
    const box = host.getBoundingClientRect()
    return { x: box.left + 2, y: box.top + 10 }
  },
  selection: () => {
    const s = getSelection()
    const key = s?.focusNode ? (s.focusNode instanceof Element ? s.focusNode : s.focusNode.parentElement)?.closest<HTMLElement>('[data-slot]')?.dataset.slot : undefined
    return { key: key ?? null, text: s?.toString() ?? '' }
  },
}
export type Harness = typeof harness
Object.assign(window, { harness, painted: null as number | null })
requestAnimationFrame(() => setTimeout(() => { (window as unknown as { painted: number }).painted = performance.now() - started }))
