/** What opens over the meeting page: fetched apart from it, but before it is asked for. Without a network it opens too. */
export const dialogs = {
  act: () => import('./ActDialog.svelte'),
  submit: () => import('./SubmitDialog.svelte'),
  move: () => import('./MoveDialog.svelte'),
  compare: () => import('./CompareDialog.svelte'),
  record: () => import('./Record.svelte'),
  help: () => import('./HelpDialog.svelte'),
  mode: () => import('./ModeDialog.svelte'),
  bracket: () => import('./BracketPopover.svelte'),
  leftovers: () => import('./Leftovers.svelte'),
  present: () => import('./PresentBar.svelte'),
  draft: () => import('./DraftBar.svelte'),
  brackets: () => import('./BracketsLeft.svelte'),
  formats: () => import('./FormatBar.svelte'),
  answer: () => import('./AnswerDialog.svelte'),
  trouble: () => import('./TroubleBar.svelte'),
  away: () => import('./Away.svelte'),
  offline: () => import('./offline').then(({ keepPage }) => keepPage()),
  place: () => import('./keepPlace'),
  watch: () => import('./RecordWatch.svelte'),
  written: () => import('../text/WrittenView.svelte'),
}

const REST = 3000 // ms after which the page has what it needs itself

/** Fetches all of them once the page has come to rest; returns how to leave it. */
export function fetchDialogs(): () => void {
  const timer = setTimeout(() => { for (const fetch of Object.values(dialogs)) fetch().catch(() => undefined) }, REST) // asked for again when needed
  return () => clearTimeout(timer)
}

/** What is to be there when the page has come to rest, and not before. */
export const atRest = async <T>(fetch: () => Promise<T>): Promise<T> => {
  await new Promise(rested => setTimeout(rested, REST))
  return fetch()
}
