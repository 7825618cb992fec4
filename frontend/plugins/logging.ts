/** Stands in for `lib0/logging`, of which Yjs needs a plain line on the console: without colours it weighs nothing. */
export const [ORANGE, RED, BOLD, UNBOLD] = ['', '', '', '']
export const print = (...words: unknown[]): void => console.log(...words)
export const warn = (...words: unknown[]): void => console.warn(...words)
