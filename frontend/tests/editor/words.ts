/** The editor's words in English, as the catalogue has them. */
const WORDS: Record<string, string> = {
  'editor.label.pen': 'Working text',
  'editor.label.delegate': 'Working text; what you type is the draft of your delegation',
  'editor.label.read': 'Working text',
  'editor.draft': 'Draft',
  'editor.draft_first': 'Press Draft to type in this paragraph.',
  'editor.draft_deleted': 'struck in the draft: ',
  'editor.inserted_by': 'inserted by {party}: ',
  'editor.deleted_by': 'struck by {party}: ',
  'editor.move': 'move this paragraph',
  'editor.locked': 'This paragraph is agreed and cannot be changed.',
  'editor.not_writable': 'You cannot change this paragraph now.',
  'editor.orphan': 'This paragraph was taken out of the working text. The draft is kept here.',
  'editor.conflict': 'The working text changed in the same words. It now reads:',
  'editor.conflict_accept': 'Compare the draft with this',
  'editor.offered': '{name} ({party}) also drafted this paragraph.',
  'editor.offered_open': 'Open that draft',
}

export const english = (key: string, values: Record<string, string | number> = {}): string =>
  (WORDS[key] ?? key).replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? ''))
