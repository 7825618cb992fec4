/** Acts of the record in words, for the desk: labels are those of the moment. */
import { t } from '../../../i18n/catalogue.svelte'
import type { FloorEvent, FloorState, Proposal } from '../../../drafting/types'
import { describeEvent } from '../../../state/describing'
import type { Desk } from '../../../state/desk'
import { nameOf } from '../../../state/people'
import type { Replay } from '../../../state/record'

const floors = new WeakMap<Replay, FloorState>()
const labels = new WeakMap<Replay, Map<string, string>>()

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

/** The last label that a paragraph had, whether or not it still stands. */
export function labelOf(replay: Replay, paragraph: string): string {
  let known = labels.get(replay)
  if (!known) {
    known = new Map()
    const texts = [replay.at(1), replay.at(replay.events.length)]
    for (const event of replay.events)
      for (const edit of (event['edits'] as Array<{ edit: string; paragraph: string; label?: string }> | undefined) ?? [])
        if (edit.edit === 'insert') known.set(edit.paragraph, edit.label ?? '')
    for (const text of texts) for (const p of text) known.set(p.id, p.label)
    labels.set(replay, known)
  }
  return known.get(paragraph) ?? ''
}

export const sayAct = (event: FloorEvent, replay: Replay, desk: Desk): string =>
  describeEvent(event, floorOf(replay), desk.membership, id => labelOf(replay, id)).words

export function whoDid(event: FloorEvent, desk: Desk): string {
  const { name, role, party } = event.by
  if (!name && !role) return t('desk.record.somebody')
  return [name, party ? nameOf(desk.membership, party) : role && t(`role.${role}`)].filter(Boolean).join(', ')
}
