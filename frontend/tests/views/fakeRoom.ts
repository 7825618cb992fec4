/** A room in memory: stores that the test can turn, and commands that change the floor a little. */
import { get, writable } from 'svelte/store'
import type { Draft, RefusedEdit, Room, Saving, Waiting } from '../../src/connection/types'
import type { Command, Edit, FloorEvent, FloorState, Outcome, Paragraph, Proposal, Remark } from '../../src/drafting/types'
import type { Me } from '../../src/state/api'
import { cut, splice } from '../../src/drafting/content'
import { fixtureText } from './fakeText'

const at = '2026-11-21T10:05:00Z'
const wordsOf = (p: Paragraph): string => p.content.map(c => c.t).join('')

export interface FakeRoom extends Room { turn: { saving(s: Saving): void; rewrite(change: [id: string, words: string]): void; revoke(): void; point(id: string | null): void; refuse(): void; offline(command: Command): void } }

function change(text: Paragraph[], n: number, label: string, from: string, to: string, more: Partial<Proposal>): Proposal {
  const p = text.find(x => x.label === label)!
  const start = Array.from(wordsOf(p).slice(0, wordsOf(p).indexOf(from))).length
  return {
    id: `prop${n}`, number: n, kind: 'change', paragraph: p.id, after: null, on: '', basis: p.content, span: [start, start + Array.from(from).length],
    replacement: to ? [{ t: to }] : [], paragraph_kind: p.kind, level: p.level, label: p.label, party: 'avelia', cosponsors: [], rationale: '', stage: 'open',
    positions: {}, by: 'Amara Ndiaye', at, batch: '', ...more,
  }
}

export function floorOf(text: Paragraph[]): FloorState {
  const say = (stance: Proposal['positions'][string]['stance'], statement = ''): Proposal['positions'][string] => ({ stance, statement, by: 'Delegate', at })
  const list: Proposal[] = [
    change(text, 1, 'PP3', 'sound is to many marine animals what light is to life on land', 'many marine animals perceive their world by sound', {
      party: 'avelia', cosponsors: ['keralu', 'casmara'], rationale: 'Closer to the language of the scientific assessment, and shorter.',
      positions: { borrland: say('oppose', 'We prefer the image; ministers remember it.'), estmark: say('support'), solenne: say('support'), doria: say('needs_capital') },
    }),
    change(text, 2, 'PP3', 'whales, fish and invertebrates', 'whales, fish, turtles and invertebrates', { party: 'island', positions: { avelia: say('flexible') } }),
    change(text, 3, 'OP1', 'an ocean', 'a living ocean', { party: 'congo', positions: {} }),
    change(text, 4, 'OP1', 'impair', 'endanger', { party: 'borrland', stage: 'parked' }),
    { ...change(text, 5, 'OP3', 'Also', 'Also', {}), kind: 'new', paragraph: '', after: text.find(p => p.label === 'OP3 bis')!.id, replacement: [{ t: 'Requests', m: ['em'] }, { t: ' the Secretary-General to prepare a compendium of such targets;' }], basis: [], label: 'OP3 ter', party: 'doria' },
    { ...change(text, 6, 'PP3', 'sound', 'sound', {}), on: 'prop1', basis: [{ t: 'many marine animals perceive their world by sound' }], span: [5, 19], replacement: [{ t: 'most marine animals' }], party: 'estmark' },
    change(text, 7, 'PP3', 'to find food, ', '', { party: 'solenne', stage: 'withdrawn' }),
  ]
  const id = (label: string): string => text.find(p => p.label === label)!.id
  return {
    proposals: Object.fromEntries(list.map(p => [p.id, p])),
    states: { [id('PP1')]: 'agreed', [id('PP2')]: 'agreed_ad_ref', [id('OP1')]: 'agreed_ad_ref', [id('OP3 bis')]: 'agreed' },
    remarks: { r1: { id: 'r1', paragraph: id('PP3'), text: 'The 2024 assessment uses “perceive” throughout, which may help here.', by: 'Lena Hoff', party: 'wildlife', role: 'observer', at, shown: true } },
    pointed: id('PP3'), codrafting: [], revisions: [], acts: 14,
  }
}

export function fakeRoom(me: Me, textId: string, size = 1): FakeRoom {
  const base = fixtureText()
  const text = Array.from({ length: size }, (_, k) => base.map(p => (k ? { ...p, id: `${p.id}-${k}` } : p))).flat()
  const paragraphs = writable(text)
  const floor = writable({ seq: 14, state: floorOf(text) })
  const desk = writable<Remark[]>([])
  const drafts = writable<Draft[]>([])
  const saving = writable<Saving>('saved')
  const events = writable<FloorEvent | null>(null)
  const refused = writable<RefusedEdit[]>([])
  const gone = writable(false)
  const outbox = writable<Waiting[]>([])
  const actor = { seat: me.seat.id, name: me.seat.name, role: me.seat.role as 'chair', party: me.seat.party }
  const bureau = ['chair', 'facilitator', 'secretariat'].includes(me.seat.role)
  const waiting: Remark = { id: 'r2', paragraph: text.find(p => p.label === 'PP3')!.id, text: 'Could “turtles” be “sea turtles”?', by: bureau ? 'Ines Prado' : me.seat.name, party: 'wildlife', role: 'observer', at, shown: false }
  if (bureau || me.seat.role === 'observer') desk.set([waiting])
  if (me.seat.role === 'delegate') {
    const p = text.find(x => x.label === 'PP7')!
    const content = [{ t: 'Acknowledging', m: ['em'] }, { t: wordsOf(p).slice(13).replace('most of the world', 'more than four fifths of the world') }]
    drafts.set([{ id: 'd1', compartment: `party/${textId}/${me.seat.party}`, audience: me.seat.party ?? '', kind: 'change', paragraph: p.id, after: null, paragraphKind: 'pp', level: 0, label: p.label, basis: p.content, content, by: me.seat.name }])
  }

  function effect(command: Command): Edit[] {
    const state = get(floor).state
    const now = get(paragraphs)
    if (command.do === 'adopt' || command.do === 'bracket') {
      const p = state.proposals[command.proposal]!
      if (p.kind === 'new') return [{ edit: 'insert', paragraph: 'new1', after: p.after, kind: p.paragraph_kind, level: p.level, label: p.label, content: p.replacement }]
      const open = command.do === 'bracket' ? [{ t: '[' }] : []
      const close = command.do === 'bracket' ? [{ t: ` - ${p.party}]` }] : []
      const after = splice(p.basis, ...p.span, [...open, ...p.replacement, ...close])
      return [{ edit: 'content', paragraph: p.paragraph, before: p.basis, after }]
    }
    if (command.do === 'resolve') {
      const p = now.find(x => x.id === command.open.paragraph)!
      const inner = command.choice === 'strike' ? [] : cut(p.content, command.open.at + 1, command.close.at)
      return [{ edit: 'content', paragraph: p.id, before: p.content, after: [...cut(p.content, 0, command.open.at), ...inner, ...cut(p.content, command.close.at + 1)] }]
    }
    return []
  }

  function carry(state: FloorState, command: Command): FloorState {
    if (command.do === 'point') return { ...state, pointed: command.paragraph }
    if (command.do === 'mark') {
      const states = { ...state.states }
      if (command.state === 'open') delete states[command.paragraph]
      else states[command.paragraph] = command.state
      return { ...state, states }
    }
    if (command.do === 'position') {
      const p = state.proposals[command.proposal]!
      const positions = { ...p.positions }
      if (command.stance) positions[command.party] = { stance: command.stance, statement: command.statement ?? '', by: me.seat.name, at }
      else delete positions[command.party]
      return { ...state, proposals: { ...state.proposals, [p.id]: { ...p, positions } } }
    }
    if (command.do === 'mode') return { ...state, codrafting: command.codrafting }
    if ('proposal' in command) {
      const stage = { adopt: 'adopted', bracket: 'bracketed', park: 'parked', unpark: 'open', overtake: 'overtaken', withdraw: 'withdrawn' }[command.do as 'adopt']
      return stage ? { ...state, proposals: { ...state.proposals, [command.proposal]: { ...state.proposals[command.proposal]!, stage: stage as 'open' } } } : state
    }
    return state
  }

  const act = async (command: Command): Promise<Outcome> => {
    const edits = effect(command)
    paragraphs.update(all => all.map(p => { const e = edits.find(x => x.edit === 'content' && x.paragraph === p.id); return e?.edit === 'content' ? { ...p, content: e.after } : p }))
    floor.update(({ seq, state }) => ({ seq: seq + 1, state: carry(state, command) }))
    if (command.do === 'remark') desk.update(all => [...all, { ...waiting, id: `r${all.length + 9}`, paragraph: command.paragraph, text: command.text, by: me.seat.name }])
    return { seq: get(floor).seq, events: [], edits }
  }

  return {
    seat: me.seat.id, text: textId, saving, paragraphs, drafts, floor, desk, events, refused, outbox,
    people: writable({ [`text/${textId}`]: [actor, { seat: 's9', name: 'Tomás Arriaga', role: 'delegate', party: 'avelia' }, { seat: 's8', name: 'Ingrid Solvang', role: 'chair', party: null }, { seat: 's7', name: 'Dieudonné Mbemba', role: 'delegate', party: 'congo' }] }),
    compartments: writable({}),
    gone,
    act, preview: async command => ({ seq: 0, events: [], edits: effect(command) }),
    takeBack: id => { outbox.update(all => all.filter(w => w.id !== id)); return true },
    retryRefused: () => false,
    dismissRefused: id => refused.update(all => all.filter(r => r.id !== id)),
    startDraft: draft => { drafts.update(all => [...all, { ...draft, id: `d${all.length + 2}`, by: me.seat.name, compartment: '' }]); return 'd' },
    discardDraft: id => drafts.update(all => all.filter(d => d.id !== id)),
    shareDraft: (id, coalition) => { drafts.update(all => all.map(d => (d.id === id ? { ...d, audience: coalition } : d))); return id },
    hold: () => () => undefined,
    close: () => undefined,
    turn: {
      saving: s => saving.set(s),
      rewrite: ([id, words]) => paragraphs.update(all => all.map(p => (p.id === id ? { ...p, content: [{ t: words }] } : p))),
      revoke: () => gone.set(true),
      point: id => { floor.update(f => ({ ...f, state: { ...f.state, pointed: id } })); events.set({ seq: get(floor).seq + 1, type: 'pointed', at, by: { seat: 'x', name: 'Ingrid Solvang', role: 'chair', party: null }, paragraph: id }) },
      refuse: () => refused.set([{ id: 'x1', compartment: '', paragraph: text[3]!.id, words: 'Guided also by the principle of precaution,', failure: { code: 'locked', params: {} } }]),
      offline: command => { saving.set('offline'); outbox.set([{ id: 'w1', command, state: 'waiting', since: 0 }]) },
    },
  }
}
