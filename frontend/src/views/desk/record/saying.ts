/** Acts of the record in words, for the desk: labels are those of the moment. */
import { t } from '../../../i18n/catalogue.svelte'
import type { FloorEvent, FloorState, Paragraph, Proposal } from '../../../drafting/types'
import { describeEvent } from '../../../state/describing'
import type { Desk } from '../../../state/desk'
import { nameOf } from '../../../state/people'
import { subjectsOf, type Replay } from '../../../state/record'

const floors = new WeakMap<Replay, FloorState>()
const labels = new WeakMap<Replay, Labels>()

/** All proposals of the record, whatever became of them. */
function floorOf(replay: Replay): FloorState {
  let floor = floors.get(replay)
  if (!floor) {
    const made = replay.events.filter(e => e.type === 'submitted').map(e => e['proposal'] as Proposal)
    floor = { proposals: Object.fromEntries(made.map(p => [p.id, p])), states: {}, remarks: {}, pointed: null, codrafting: [], revisions: [], acts: 0 }
    floors.set(replay, floor)
  }
  return floor
}

type LabelEdit = { edit: string; paragraph: string; label?: string; after?: unknown }

/** The labels that each paragraph has borne, with the act that gave it; a label taken off is no label. */
class Labels {
  private readonly borne = new Map<string, Array<{ seq: number; label: string }>>()

  constructor(events: readonly FloorEvent[]) {
    for (const event of events) {
      for (const { id, label } of (event['text'] as Paragraph[] | undefined) ?? []) this.gives(id, event.seq, label)
      for (const edit of (event['edits'] as LabelEdit[] | undefined) ?? []) {
        if (edit.edit === 'insert') this.gives(edit.paragraph, event.seq, edit.label ?? '')
        if (edit.edit === 'label') this.gives(edit.paragraph, event.seq, String(edit.after ?? ''))
      }
    }
  }

  private gives(paragraph: string, seq: number, label: string): void {
    if (label) this.borne.set(paragraph, [...(this.borne.get(paragraph) ?? []), { seq, label }])
  }

  /** The label at an act; the nearest one that it had, when it had none then. */
  at(paragraph: string, seq: number): string {
    const all = this.borne.get(paragraph)
    return (all?.findLast(one => one.seq <= seq) ?? all?.[0])?.label ?? ''
  }
}

function labelsOf(replay: Replay): Labels {
  const known = labels.get(replay) ?? new Labels(replay.events)
  labels.set(replay, known)
  return known
}

/** The last label that a paragraph had, whether or not it still stands. */
export const labelOf = (replay: Replay, paragraph: string): string => labelsOf(replay).at(paragraph, Infinity)

export function sayAct(event: FloorEvent, replay: Replay, desk: Desk): string {
  const [subject] = event.type === 'resolved' || event.type === 'streamlined' ? subjectsOf(event) : []
  const told = subject ? { paragraph: subject, ...event } : event
  return describeEvent(told, floorOf(replay), desk.membership, id => labelsOf(replay).at(id, event.seq)).words
}

export function whoDid(event: FloorEvent, desk: Desk): string {
  const { name, role, party } = event.by
  if (!name && !role) return t('desk.record.somebody')
  return [name, party ? nameOf(desk.membership, party) : role && t(`role.${role}`)].filter(Boolean).join(', ')
}
