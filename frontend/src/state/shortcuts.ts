/** The keys of the meeting page. Single keys work when one is not typing. */
export interface Shortcut { what: string; keys: string[]; for?: 'bureau' | 'delegate' | 'observer' }

export const SHORTCUTS: Shortcut[] = [
  { what: 'next', keys: ['J'] },
  { what: 'previous', keys: ['K'] },
  { what: 'search', keys: ['/'] },
  { what: 'text', keys: ['key.escape'] },
  { what: 'panel', keys: ['Alt', 'P'] },
  { what: 'outline', keys: ['Alt', 'O'] },
  { what: 'submit', keys: ['Mod', 'key.enter'], for: 'delegate' },
  { what: 'italic', keys: ['Mod', 'I'] },
  { what: 'bold', keys: ['Mod', 'B'] },
  { what: 'undo', keys: ['Mod', 'Z'] },
  { what: 'room', keys: ['G'] },
  { what: 'point', keys: ['.'], for: 'bureau' },
  { what: 'present', keys: ['P'] },
  { what: 'record', keys: ['R'] },
  { what: 'help', keys: ['?'] },
]

/** Whether a key press belongs to words that somebody writes. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
