/** The real room and the real editor, fetched when a meeting is opened. */
import type { Parts } from './views/parts'

export const parts: Parts = {
  openRoom: () => Promise.reject(new Error('not yet')),
  createEditor: () => Promise.reject(new Error('not yet')),
}
