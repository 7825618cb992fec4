/** The real meeting, fetched when one is opened: the first page stays light. */
import type { Parts } from './views/parts'

export const parts: Parts = {
  async meetingPage() {
    return (await import('./meeting')).MeetingPage
  },
  async openRoom(me, text) {
    const { openRoom, evolve } = await import('./meeting')
    return openRoom(me, text, { evolve })
  },
  async createEditor(host, options) {
    const { createEditor } = await import('./meeting')
    return createEditor(host, options)
  },
}
