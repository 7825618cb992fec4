/** The values of the negotiation, as they stand on the wire (docs/architecture.md). */

/** Words under the same marks: `em`, `strong`, or `fn:<id>` on the one character U+FFFC. */
export interface Piece { t: string; m?: string[] }
export type Content = Piece[]

export type Kind = 'title' | 'heading' | 'pp' | 'op' | 'article' | 'chapeau' | 'item' | 'footnote' | 'annex' | 'row' | 'plain'
export type ParagraphState = 'open' | 'agreed_ad_ref' | 'agreed'
export interface Paragraph { id: string; kind: Kind; level: number; label: string; content: Content }

export type Role = 'chair' | 'facilitator' | 'secretariat' | 'delegate' | 'observer'
export interface Party { id: string; name: string; short: string; kind: 'delegation' | 'observer' }
export interface Coalition { id: string; name: string; short: string; members: string[] }
export interface Actor { seat: string; name: string; role: Role; party: string | null }

export type Stance = 'support' | 'oppose' | 'reserve' | 'flexible' | 'needs_capital'
export interface Position { stance: Stance; statement: string; by: string; at: string }
export type Stage = 'open' | 'adopted' | 'bracketed' | 'parked' | 'overtaken' | 'withdrawn'
export type ProposalKind = 'change' | 'new' | 'delete' | 'alternative' | 'move'
export interface Proposal {
  id: string; number: number; kind: ProposalKind; paragraph: string; after: string | null; on: string
  basis: Content; span: [number, number]; replacement: Content
  paragraph_kind: Kind; level: number; label: string
  party: string; cosponsors: string[]; rationale: string; stage: Stage
  positions: Record<string, Position>; by: string; at: string; batch: string
}
export interface Remark { id: string; paragraph: string; text: string; by: string; party: string | null; role: Role; at: string; shown: boolean }
/** What everybody reads of an issued revision without opening it (adref/drafting/heads.py). */
export interface RevisionHead {
  id: string; number: number; symbol: string; title: string; language: string; date: string; status: string; disclaimers: string[]
  numbering: string; previous: string; by: string; role: string; at: string; digest: string
}
export interface FloorState {
  proposals: Record<string, Proposal>; states: Record<string, Exclude<ParagraphState, 'open'>>
  remarks: Record<string, Remark>; pointed: string | null; codrafting: string[]
  revisions: RevisionHead[]; acts: number
}
export interface FloorEvent { seq: number; type: string; at: string; by: Actor; [field: string]: unknown }

export type Amendment =
  | { kind: 'change'; paragraph: string; on?: string; basis: Content; span: [number, number]; replacement: Content }
  | { kind: 'delete'; paragraph: string; basis: Content }
  | { kind: 'new'; after: string | null; paragraph_kind: Kind; level: number; label: string; content: Content }
  | { kind: 'alternative'; paragraph: string; content: Content }
  | { kind: 'move'; paragraph: string; after: string | null }

export interface Place { paragraph: string; at: number }
export type Command =
  | { do: 'submit'; party: string; rationale?: string; amendments: Amendment[] }
  | { do: 'withdraw'; proposal: string }
  | { do: 'position'; proposal: string; party: string; stance: Stance | null; statement?: string }
  | { do: 'cosponsor'; proposal: string; party: string; on: boolean }
  | { do: 'adopt' | 'bracket' | 'park' | 'overtake' | 'unpark'; proposal: string; expect?: Record<string, string> }
  | { do: 'resolve'; open: Place; close: Place; choice: 'keep' | 'strike' | 'choose'; expect?: Record<string, string> }
  | { do: 'option'; paragraph: string; choice: 'choose'; expect?: Record<string, string> }
  | { do: 'streamline'; kind: string; paragraph: string; at: number[]; options: string[]; expect?: Record<string, string> }
  | { do: 'mark'; paragraph: string; state: ParagraphState }
  | { do: 'mode'; codrafting: string[] }
  | { do: 'point'; paragraph: string | null }
  | { do: 'remark'; paragraph: string; text: string }
  | { do: 'show_remark' | 'hide_remark'; remark: string }

export type Edit =
  | { edit: 'content'; paragraph: string; before: Content; after: Content }
  | { edit: 'insert'; paragraph: string; after: string | null; kind: Kind; level: number; label: string; content: Content }
  | { edit: 'remove'; paragraph: string }
  | { edit: 'move'; paragraph: string; after: string | null }
  | { edit: 'label'; paragraph: string; before: string; after: string }
/** `moved_on`: proposals whose quoted words are gone from the text by it. */
export interface Outcome { seq: number; events: FloorEvent[]; edits: Edit[]; moved_on?: string[] }
export interface Failure { code: string; params: Record<string, string | number> }

export type Fate = 'kept' | 'contested' | 'inserted' | 'struck' | 'notation'
export interface WrittenRun { t: string; m?: string[]; fate: Fate }
export interface WrittenParagraph { id: string; kind: Kind; level: number; label: string; state: ParagraphState; runs: WrittenRun[] }

/** What a party or coalition has typed and not submitted. */
export type DraftKind = 'change' | 'new' | 'alternative' | 'delete'
export interface Draft {
  id: string
  compartment: string // `party/<text>/<party>` or `coalition/<text>/<coalition>`
  audience: string // party or coalition id
  kind: DraftKind
  paragraph: string // '' for a new paragraph
  after: string | null
  paragraphKind: Kind
  level: number
  label: string
  basis: Content
  content: Content
  by: string
}
