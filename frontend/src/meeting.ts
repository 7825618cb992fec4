/** All that a meeting needs at once, as one file: the page, the room, what evolves its floor, and the editor. */
export { openRoom } from './connection/room'
export { evolve } from './drafting/negotiation'
export { createEditor } from './editor'
export { default as MeetingPage } from './views/MeetingPage.svelte'
