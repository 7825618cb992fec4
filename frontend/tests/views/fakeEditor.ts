/** Draws the working text with the same outer elements as the editor, for looking at pages without one. */
import { get, writable } from 'svelte/store'
import type { EditorHandle, EditorOptions } from '../../src/editor/types'
import { partyStyle } from '../../src/drafting/partyStyle'
import { proposalRuns } from '../../src/state/redline'

export function fakeEditor(host: HTMLElement, options: EditorOptions): EditorHandle {
  const root = document.createElement('div')
  root.className = 'adref-editor'
  host.append(root)
  const stops: Array<() => void> = []
  const element = (tag: string, className: string, words = ''): HTMLElement => {
    const made = document.createElement(tag)
    made.className = className
    made.textContent = words
    return made
  }
  function draw(): void {
    stops.splice(0).forEach(stop => stop())
    root.replaceChildren()
    const floor = get(options.room.floor).state
    const drafts = get(options.room.drafts)
    for (const p of get(options.room.paragraphs)) {
      const draft = drafts.find(d => d.paragraph === p.id)
      const slot = element('div', `slot ${floor.states[p.id] ? `locked ${floor.states[p.id]}` : ''} ${draft ? `own-draft ${partyStyle(options.membership, draft.audience).className}` : ''}`)
      slot.dataset.slot = p.id
      const margin = element('div', 'slot-margin')
      const label = element('span', 'slot-label', p.label)
      label.hidden = !p.label
      const words = element('div', 'slot-words')
      const inner = element(p.kind === 'title' ? 'h2' : p.kind === 'heading' ? 'h3' : 'p', `words kind-${p.kind} level-${p.level}`)
      inner.dir = 'auto'
      const proposal = Object.values(floor.proposals).find(x => x.paragraph === p.id && x.kind === 'change' && x.stage === 'open' && !x.on)
      const runs = proposal && !draft ? proposalRuns(proposal, 9999) : [{ content: draft?.content ?? p.content, fate: 'kept' as const }]
      for (const run of runs) {
        const to = run.fate === 'kept' ? inner : element(run.fate === 'struck' ? 'del' : 'ins', `proposed ${partyStyle(options.membership, proposal!.party).className}`)
        if (to !== inner) inner.append(to)
        for (const piece of run.content) {
          const into = piece.m?.includes('em') ? to.appendChild(document.createElement('em')) : to
          for (const part of piece.t.split(/([[\]])/)) into.append(/[[\]]/.test(part) ? element('span', 'bracket', part) : part)
        }
      }
      words.append(inner)
      slot.append(margin, label, words)
      root.append(slot)
      slot.addEventListener('click', event => {
        options.onParagraph(p.id)
        const target = event.target as HTMLElement
        if (target.classList.contains('bracket')) options.onBracket({ paragraph: p.id, at: p.content.map(c => c.t).join('').indexOf('[') }, target.getBoundingClientRect())
      })
      stops.push(options.mountMargin(p.id, margin))
      if (draft) {
        const bar = element('div', 'slot-bar')
        slot.append(bar)
        stops.push(options.mountDraftBar(draft.id, bar))
      }
    }
  }
  const off = [options.room.paragraphs.subscribe(draw), options.room.drafts.subscribe(draw)]
  let states = ''
  off.push(options.room.floor.subscribe(f => { const now = JSON.stringify([f.state.states, Object.values(f.state.proposals).map(p => p.stage)]); if (now !== states) { states = now; draw() } }))
  return {
    setMode: () => undefined, setShowProposals: () => undefined, setCurrentProposal: () => undefined, startDrafting: () => undefined,
    scrollTo: (id, how) => root.querySelector(`[data-slot="${id}"]`)?.scrollIntoView({ block: 'center', behavior: how?.gentle ? 'smooth' : 'auto' }),
    rectOf: () => null, run: () => true,
    active: writable({ paragraph: null, em: false, strong: false, canUndo: false, canRedo: false, kind: 'op' }),
    destroy: () => { off.forEach(stop => stop()); stops.forEach(stop => stop()); root.remove() },
  } as EditorHandle
}
