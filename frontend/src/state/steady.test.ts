import { writable } from 'svelte/store'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Saving } from '../connection/types'
import { steady } from './steady'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('tells saving at once and saved when it has stayed so; what is not saved is never said to be', () => {
  const source = writable<Saving>('connecting')
  const told: Saving[] = []
  const stop = steady(source, 600).subscribe(saving => told.push(saving))
  source.set('saved')
  for (let key = 0; key < 3; key++) {
    source.set('saving')
    vi.advanceTimersByTime(50)
    source.set('saved')
    vi.advanceTimersByTime(100)
  }
  expect(told).toEqual(['connecting', 'saved', 'saving'])
  vi.advanceTimersByTime(600)
  source.set('offline')
  source.set('saved')
  expect(told.slice(3)).toEqual(['saved', 'offline', 'saved'])
  stop()
})
