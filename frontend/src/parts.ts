/** The real room and the real editor, fetched when a meeting is opened: the first page stays light. */
import type { Parts } from './views/parts'

export const parts: Parts = {
  async openRoom(me, text) {
    const { openRoom, evolve } = await import('./engine')
    return openRoom(me, text, { evolve })
  },
  async createEditor(host, options) {
    const { createEditor } = await import('./engine')
    return createEditor(host, options)
  },
}
