/** The editor as the views see it. */
import type { Readable } from 'svelte/store'
import type { Room } from '../connection/types'
import type { Membership } from '../drafting/membership'

export type Translate = (key: string, values?: Record<string, string | number>) => string

export interface EditorOptions {
  room: Room
  /** `pen`: edits the working text; `delegate`: types drafts; `read`: neither. */
  mode: 'pen' | 'delegate' | 'read'
  membership: Membership
  profile: string // how the forum writes contested words
  me: { seat: string; name: string; party: string | null }
  translate: Translate
  showProposals: boolean
  /** Mounts the bar of a draft (the words "draft, only X sees this", Submit, Share, Discard) into `host`; returns its clean-up. */
  mountDraftBar(draft: string, host: HTMLElement): () => void
  /** Mounts what stands in the margin of a paragraph: label, state, count of proposals and remarks. */
  mountMargin(paragraph: string, host: HTMLElement): () => void
  onParagraph(paragraph: string): void // the caret or the pointer went into this paragraph
  onProposal(proposal: string): void // somebody pressed on a proposal in the text
  onBracket(place: { paragraph: string; at: number }, anchor: DOMRect): void // the chair points at a bracket
}

export interface EditorHandle {
  setMode(mode: EditorOptions['mode']): void
  setShowProposals(show: boolean): void
  setCurrentProposal(proposal: string | null): void
  scrollTo(paragraph: string, options?: { gentle?: boolean; focus?: boolean }): void
  rectOf(paragraph: string): DOMRect | null
  /** em, strong, undo, redo, footnote, split kinds; returns whether it applied. */
  run(command: 'em' | 'strong' | 'undo' | 'redo' | 'footnote' | 'delete-paragraph' | 'new-after' | 'alternative' | `kind:${string}`): boolean
  /** On touch screens a paragraph is typed in only after this (the Draft button). */
  startDrafting(paragraph: string): void
  active: Readable<{ paragraph: string | null; em: boolean; strong: boolean; canUndo: boolean; canRedo: boolean; kind: string }>
  destroy(): void
}
