/** All that a meeting needs beneath its page, as one: the room, what evolves its floor, and the editor. */
export { openRoom } from './connection/room'
export { evolve } from './drafting/negotiation'
export { createEditor } from './editor'
