/** Keys, paste, cut and drop; and the guard that keeps the list of slots and locked words as they are. */
import { toggleMark, deleteSelection } from 'prosemirror-commands'
import { keymap } from 'prosemirror-keymap'
import type { Node, Slice } from 'prosemirror-model'
import { AllSelection, Plugin, TextSelection, type Command, type EditorState, type Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { differences, sameSlots } from './differences'
import { withRows } from './pastedTables'
import { schema } from './schema'
import { crossesSlots, deletePerSlot, here, OUTSIDE, STRUCTURE } from './selection'
import { blocksOf, deleteAcross, join, paste, split } from './structure'

export interface InputHost {
  mode(): 'pen' | 'delegate' | 'read'
  editable(key: string): boolean
  refused(key: string): void
  newId(): string
  undo(): boolean
  redo(): boolean
  /** Enter and paste of several paragraphs in a delegate's view. */
  delegateEnter(): boolean
  delegatePaste(blocks: Node[]): boolean
  footnote(): boolean
}

/** Not in its types: reads what the browser has changed and not yet told. */
interface Watched { domObserver: { flush(): void } }

/** Nothing but a pen's own commands adds or removes slots, and locked words stay as they are. */
export function guard(host: InputHost): Plugin {
  return new Plugin({
    filterTransaction(tr, state) {
      if (!tr.docChanged || tr.getMeta(OUTSIDE)) return true
      if (host.mode() === 'read') return false
      if (!tr.getMeta(STRUCTURE) && !sameSlots(state.doc, tr.doc)) return false
      const diff = differences(state.doc, tr.doc)
      const shut = [...diff.changed.map(c => c.key), ...diff.removed].find(key => !host.editable(key))
      if (shut !== undefined) host.refused(shut)
      return shut === undefined
    },
  })
}

export function input(host: InputHost): Plugin[] {
  return [keymap(keys(host)), new Plugin({
    props: {
      handleKeyDown(view, event) {
        // An input method is about to start over several slots: at compositionstart it would be too late.
        if (event.keyCode === 229 && !view.state.selection.empty && crossesSlots(view.state)) empty(view, host)
        return false
      },
      handleTextInput(view, from, to, text) {
        if (from === to || !crossesSlots(view.state)) return false
        empty(view, host, text)
        return true
      },
      transformPastedHTML: withRows,
      handlePaste: (view, _event, slice) => pasteSlice(view, host, slice),
      handleDrop(view, event, slice) {
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY })
        if (at && slice.size) {
          view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at.pos))))
          pasteSlice(view, host, slice)
        }
        return true
      },
      handleDOMEvents: {
        // The browser tells of a new selection a moment later: a command in the same moment would act on the former one.
        keydown(view, event) {
          if ((event.ctrlKey || event.metaKey) && !view.composing) (view as unknown as Watched).domObserver.flush()
          return false
        },
        // Dragging words moves them by ways that know nothing of slots; cut and paste does it.
        dragstart: (_view, event) => { event.preventDefault(); return true },
        cut(view, event) {
          if (!crossesSlots(view.state)) return false
          const { dom, text } = view.serializeForClipboard(view.state.selection.content())
          event.clipboardData?.setData('text/html', dom.innerHTML)
          event.clipboardData?.setData('text/plain', text)
          event.preventDefault()
          empty(view, host)
          return true
        },
      },
    },
  })]
}

function empty(view: EditorView, host: InputHost, words = ''): void {
  const tr = host.mode() === 'pen' ? deleteAcross(view.state, words) : deletePerSlot(view.state, words, host.editable)
  view.dispatch(tr)
}

function pasteSlice(view: EditorView, host: InputHost, slice: Slice): boolean {
  const blocks = blocksOf(slice.content)
  if (!blocks.length) return true
  if (!view.state.selection.empty) {
    const before = view.state.doc
    if (crossesSlots(view.state)) empty(view, host)
    else view.dispatch(view.state.tr.deleteSelection())
    if (view.state.doc === before) return true // refused
  }
  if (host.mode() === 'delegate' && blocks.length > 1) return host.delegatePaste(blocks)
  const tr = paste(view.state, blocks, host.newId)
  if (tr) view.dispatch(tr.setMeta('paste', true))
  return true
}

function keys(host: InputHost): Record<string, Command> {
  const pen = (): boolean => host.mode() === 'pen'
  const act = (make: (state: EditorState) => Transaction | null): Command => (state, dispatch) => {
    const tr = make(state)
    if (tr) dispatch?.(tr)
    return true
  }
  const clear: Command = (state, dispatch, view) => {
    if (!crossesSlots(state)) return deleteSelection(state, dispatch)
    if (view && !state.selection.empty) empty(view, host)
    return true
  }
  const enter: Command = (state, dispatch, view) => {
    if (!state.selection.empty) clear(state, dispatch, view)
    if (!pen()) return host.delegateEnter()
    const now = view?.state ?? state
    return act(s => split(s, host.newId))(now, dispatch)
  }
  const back: Command = (state, dispatch, view) => {
    if (!state.selection.empty) return clear(state, dispatch, view)
    const at = here(state)
    if (!at || at.offset > 0) return false
    return pen() ? act(s => join(s, at.index))(state, dispatch) : true
  }
  const forward: Command = (state, dispatch, view) => {
    if (!state.selection.empty) return clear(state, dispatch, view)
    const at = here(state)
    if (!at || !at.end) return false
    return pen() ? act(s => join(s, at.index + 1))(state, dispatch) : true
  }
  return {
    Enter: enter, 'Shift-Enter': enter, 'Mod-Enter': () => true,
    Backspace: back, 'Shift-Backspace': back, 'Mod-Backspace': back, Delete: forward, 'Mod-Delete': forward,
    'Mod-i': toggleMark(schema.marks.em!), 'Mod-b': toggleMark(schema.marks.strong!),
    'Mod-z': () => host.undo(), 'Mod-y': () => host.redo(), 'Shift-Mod-z': () => host.redo(),
    'Mod-Alt-f': () => host.footnote(),
    'Mod-a': (state, dispatch) => { dispatch?.(state.tr.setSelection(new AllSelection(state.doc))); return true },
  }
}
