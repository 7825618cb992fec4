import { expect, it } from 'vitest'
import { savingOf, troubleIn } from './saving'

it('[E27] one sign for all compartments', () => {
  expect(savingOf({ connected: true, everConnected: true, saved: [true, true] })).toBe('saved')
  expect(savingOf({ connected: true, everConnected: true, saved: [true, false] })).toBe('saving')
  expect(savingOf({ connected: false, everConnected: true, saved: [true] })).toBe('offline')
  expect(savingOf({ connected: false, everConnected: false, saved: [false] })).toBe('connecting')
  expect(savingOf({ connected: true, everConnected: false, saved: [false] })).toBe('connecting')
})

it('[L4] [L5] while the server saves nothing the sign says so, whatever was saved before', () => {
  const facts = { connected: true, everConnected: true, saved: [true] }
  expect(savingOf({ ...facts, trouble: 'full' })).toBe('full')
  expect(savingOf({ ...facts, trouble: 'damaged', saved: [false], everConnected: false })).toBe('damaged')
  expect(savingOf({ ...facts, trouble: null })).toBe('saved')
  expect(savingOf({ ...facts, connected: false, trouble: 'stopped' })).toBe('offline')
})

it('[L4] the server says why; what this page does not know counts as the gravest', () => {
  expect(troubleIn({ type: 'trouble', why: 'full' })).toBe('full')
  expect(troubleIn({ type: 'trouble', why: 'something new' })).toBe('stopped')
  expect(troubleIn({ type: 'event' })).toBeNull()
})
