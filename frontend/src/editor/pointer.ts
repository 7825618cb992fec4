/** Pressing on a proposal, on a bracket, into a paragraph. */
import { TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { toCodePoints, wordsOf } from '../crdt/content'
import { findSlot } from './slots'
import { contentOf, paragraphOf } from './schema'

export interface PointerHost {
  mode(): 'pen' | 'delegate' | 'read'
  onProposal(proposal: string): void
  onBracket(place: { paragraph: string; at: number }, anchor: DOMRect): void
  onParagraph(key: string): void
}

export function watchPointer(view: EditorView, host: PointerHost): () => void {
  const press = (event: MouseEvent): void => {
    const target = event.target instanceof Element ? event.target : null
    const key = target?.closest<HTMLElement>('[data-slot]')?.dataset.slot
    if (!target || key === undefined) return
    const proposal = target.closest<HTMLElement>('[data-proposal]')?.dataset.proposal
    const bracket = target.closest<HTMLElement>('[data-bracket]')
    if (bracket && host.mode() === 'pen' && view.state.selection.empty) pressBracket(view, key, bracket, host)
    else if (proposal) host.onProposal(proposal)
    if (host.mode() !== 'read') caretBeside(view, target)
    host.onParagraph(key)
  }
  view.dom.addEventListener('click', press)
  return () => view.dom.removeEventListener('click', press)
}

/** Struck and proposed words are not editable: a press on them puts the caret beside them, not nowhere. */
function caretBeside(view: EditorView, target: Element): void {
  const shown = target.closest<HTMLElement>('[contenteditable=false]')
  if (!shown?.closest('.slot-words') || !view.state.selection.empty) return
  const at = view.posAtDOM(shown, 0)
  view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at))))
  view.focus()
}

function pressBracket(view: EditorView, key: string, bracket: HTMLElement, host: PointerHost): void {
  const found = findSlot(view.state.doc, key)
  if (!found) return
  const words = wordsOf(contentOf(paragraphOf(found.slot)))
  host.onBracket({ paragraph: key, at: toCodePoints(words, Number(bracket.dataset.bracket)) }, bracket.getBoundingClientRect())
}
