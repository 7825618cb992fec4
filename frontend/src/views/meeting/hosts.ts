/** What the editor mounts into its own document: margins and draft bars, as components of the page. */
import { mount, unmount } from 'svelte'
import type { EditorOptions } from '../../editor/types'
import type { Desk } from './context'
import Margin from './Margin.svelte'

export function hosts(desk: Desk): Pick<EditorOptions, 'mountDraftBar' | 'mountMargin'> {
  return {
    mountDraftBar(draft, host) {
      let stop = (): void => undefined
      let gone = false
      void import('./DraftBar.svelte').then(({ default: DraftBar }) => {
        if (gone) return
        const bar = mount(DraftBar, { target: host, props: { desk, draft } })
        stop = () => void unmount(bar)
      })
      return () => {
        gone = true
        stop()
      }
    },
    mountMargin(paragraph, host) {
      const margin = mount(Margin, { target: host, props: { desk, paragraph } })
      return () => void unmount(margin)
    },
  }
}
