/** A store that follows another, but at most once in a while: the outline need not be counted anew at every key. */
import { readable, type Readable } from 'svelte/store'

const LATEST = 400 // ms

/** When the page has nothing better to do, and not much later in any case. */
function idle(work: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: LATEST })
  else work()
}

/** The first value comes at once; later ones together, in an idle moment `pause` milliseconds after the first of them. */
export function calm<T>(source: Readable<T>, pause: number): Readable<T> {
  let last: T
  const unsubscribe = source.subscribe(value => (last = value))
  unsubscribe()
  return readable<T>(last!, set => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let value: T
    let first = true
    let stopped = false
    const stop = source.subscribe(next => {
      value = next
      if (first) {
        first = false
        set(value)
        return
      }
      timer ??= setTimeout(() => idle(() => {
        timer = undefined
        if (!stopped) set(value)
      }), pause)
    })
    return () => {
      stopped = true
      clearTimeout(timer)
      stop()
    }
  })
}
