import { expect, it } from 'vitest'
import { savingOf } from './saving'

it('[E27] one sign for all compartments', () => {
  expect(savingOf({ connected: true, everConnected: true, saved: [true, true] })).toBe('saved')
  expect(savingOf({ connected: true, everConnected: true, saved: [true, false] })).toBe('saving')
  expect(savingOf({ connected: false, everConnected: true, saved: [true] })).toBe('offline')
  expect(savingOf({ connected: false, everConnected: false, saved: [false] })).toBe('connecting')
  expect(savingOf({ connected: true, everConnected: false, saved: [false] })).toBe('connecting')
})
