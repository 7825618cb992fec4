/** What the connection offers to the editor and to the views: one text, live, as one seat has it. */
import type { Readable } from 'svelte/store'
import type * as Y from 'yjs'
import type { Awareness } from 'y-protocols/awareness'
import type { Command, Content, Draft, DraftKind, Failure, FloorEvent, FloorState, Outcome, Paragraph, Remark } from '../drafting/types'

/** Why the server saves nothing: its disk is full, its disk fails, or what is stored here is damaged. */
export const TROUBLES = ['full', 'stopped', 'damaged'] as const
export type Trouble = (typeof TROUBLES)[number]

/** `saved` only after the server's fsync; `offline` means kept on this device. */
export type Saving = 'connecting' | 'saved' | 'saving' | 'offline' | Trouble

export type { Draft, DraftKind }

/** An edit that the server did not take; nothing typed is lost silently. */
export interface RefusedEdit { id: string; compartment: string; paragraph: string; words: string; content?: Content; failure: Failure }

/** A command on its way. It can be taken back until it is `sending`. */
/** `recalled`: taken back while it was being sent; it goes when the sending fails. */
export interface Waiting { id: string; command: Command; state: 'waiting' | 'sending' | 'refused'; failure?: Failure; since: number; recalled?: boolean }

export interface Compartment {
  name: string
  doc: Y.Doc // replaced after a refusal: always read it from here
  awareness: Awareness | null
  writable: boolean // granted a client id
}

export interface Room {
  seat: string
  text: string
  saving: Readable<Saving>
  paragraphs: Readable<Paragraph[]> // the working text, in order
  drafts: Readable<Draft[]> // own party's and own coalitions'
  floor: Readable<{ seq: number; state: FloorState }>
  desk: Readable<Remark[]> // bureau: all remarks; others: their own that are not shown
  events: Readable<FloorEvent | null> // the last event, for announcements
  refused: Readable<RefusedEdit[]>
  outbox: Readable<Waiting[]>
  people: Readable<Record<string, Array<{ seat: string; name: string; role: string; party: string | null }>>> // by compartment
  compartments: Readable<Record<string, Compartment>>
  /** True when the server no longer knows this seat here; what was kept on this device has been removed. */
  gone: Readable<boolean>
  /** Waits in the outbox while there is no network; resolves when the server has decided, rejects with an error carrying `failure`. */
  act(command: Command): Promise<Outcome>
  /** What the command would do; needs the network. */
  preview(command: Command): Promise<Outcome>
  takeBack(id: string): boolean
  dismissRefused(id: string): void
  /** Writes refused words of the working text into their paragraph again; false when that cannot be tried. */
  retryRefused(id: string): boolean
  startDraft(draft: Omit<Draft, 'id' | 'by' | 'compartment'>): string // returns its id
  discardDraft(id: string): void
  /** Holds back what the network brings to a compartment (while words are being composed there); returns the release. */
  hold(compartment: string): () => void
  shareDraft(id: string, coalition: string): string // moves it by retyping; returns the new id
  close(): void
}
