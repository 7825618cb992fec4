/** The meeting that the components of its page share, and what they may open. */
import { createContext } from 'svelte'
import type { Command } from '../../drafting/types'
import type { EditorHandle } from '../../editor/types'
import type { Meeting } from '../../state/meeting.svelte'

export interface Desk {
  meeting: Meeting
  editor(): EditorHandle | null
  /** Shows what a command would do, and does it when confirmed. */
  propose(command: Command, title: string): void
  /** Does a command at once; a refusal is told. Answers whether it was done. */
  carryOut(command: Command): Promise<boolean>
  submit(drafts: string[], answering?: string): void
  /** Asks where a paragraph should stand instead. */
  move(paragraph: string): void
  compare(draft: string): void
  goTo(paragraph: string, focus?: boolean): void
}

export const [getDesk, setDesk] = createContext<Desk>()
