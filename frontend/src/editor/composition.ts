/** Input methods: while words are composed, the network waits and nothing is drawn from outside. */
import type { EditorView } from 'prosemirror-view'

/** Calls `begin` at the start; the release it returns is called when the view has read the composed words. */
export function watchComposition(view: EditorView, begin: () => () => void): () => void {
  let release: (() => void) | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  const start = (): void => {
    if (timer) clearTimeout(timer)
    timer = null
    release ??= begin()
  }
  const settle = (): void => {
    // ProseMirror reads the last composed words a moment after the event.
    if (view.composing) return void (timer = setTimeout(settle, 25))
    timer = null
    release?.()
    release = null
  }
  const end = (): void => { timer = setTimeout(settle, 25) }
  view.dom.addEventListener('compositionstart', start)
  view.dom.addEventListener('compositionend', end)
  return () => {
    view.dom.removeEventListener('compositionstart', start)
    view.dom.removeEventListener('compositionend', end)
    if (timer) clearTimeout(timer)
    release?.()
  }
}
