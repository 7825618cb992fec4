import { beforeAll, describe, expect, it, vi } from 'vitest'
import { catalogue } from '../i18n/catalogue.svelte'
import { compileMessage } from '../../plugins/messages'
import en from '../i18n/en.json'
import { actSentence, day, labelsOf, rowSentence, sentence, today, type Row, type Step } from './revisions'

const words = en as Record<string, string>
beforeAll(() => {
  vi.spyOn(catalogue, 'say').mockImplementation((key, values) => {
    const message = compileMessage(words[key] ?? key)
    return typeof message === 'string' ? message : message.map(part => (typeof part === 'string' ? part : String(values?.[(part as [string])[0]]))).join('')
  })
})

const step = (fate: Step['fate'], ...labels: string[]): Step => ({ version: 'r2', fate, standing: labels.map(label => ({ id: label, label, kind: 'op', words: '' })) })

describe('[R9] what became of a paragraph, in words', () => {
  it('one sentence for each fate', () => {
    expect([step('same', 'OP7'), step('renumbered', 'OP9'), step('joined', 'OP4'), step('split', 'OP4', 'OP5'), step('removed')].map(sentence)).toEqual([
      'still OP7', 'now OP9', 'joined into OP4', 'split into OP4 and OP5', 'no longer there',
    ])
  })

  it('a paragraph without a label is spoken of by its kind', () => {
    expect(sentence({ version: 'r2', fate: 'same', standing: [{ id: 'a', label: '', kind: 'title', words: 'X' }] })).toBe('still Title')
  })

  it('what was followed to a joined paragraph and then lost is no longer there', () => {
    expect(sentence(step('joined'))).toBe('no longer there')
  })
})

it('[R7] a row of the concordance says into what, or out of what', () => {
  const rows: Row[] = [
    { id: 'a', kind: 'op', fate: 'new', old: '', new: 'OP1', others: ['b'] },
    { id: 'b', kind: 'op', fate: 'split', old: 'OP1', new: 'OP2', others: ['a'] },
    { id: 'c', kind: 'op', fate: 'new', old: '', new: 'OP3', others: [] },
  ]
  expect(rows.map(row => rowSentence(row, labelsOf(rows)))).toEqual(['made out of OP2', 'split: part of it is in OP1', 'new'])
})

it('[R12] an act is told with its number, its parties and its outcome', () => {
  const act = { seq: 1, at: '', by: '', role: 'chair', party: null, proposal: 3, parties: ['k'], detail: '' }
  const names = (): string => 'Kenya'
  expect(actSentence({ ...act, type: 'adopted' }, names)).toBe('Proposal No. 3 of Kenya adopted')
  expect(actSentence({ ...act, type: 'marked', detail: 'agreed' }, names)).toBe('Marked: Agreed')
  expect(actSentence({ ...act, type: 'streamlined' }, names)).toBe('Changed')
})

it('[R3] the printed date is a day of the calendar, wherever the reader is', () => {
  expect(day('2026-03-02', 'en')).toBe('March 2, 2026')
  expect(day('soon', 'en')).toBe('soon')
  expect(today(new Date(2026, 2, 2, 23, 59))).toBe('2026-03-02')
})
