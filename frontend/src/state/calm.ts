/** A store that follows another, but at most once in a while: the outline need not be counted anew at every key. */
import { readable, type Readable } from 'svelte/store'

/** The first value comes at once; later ones together, `pause` milliseconds after the first of them. */
export function calm<T>(source: Readable<T>, pause: number): Readable<T> {
  let last: T
  const unsubscribe = source.subscribe(value => (last = value))
  unsubscribe()
  return readable<T>(last!, set => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let value: T
    let first = true
    const stop = source.subscribe(next => {
      value = next
      if (first) {
        first = false
        set(value)
        return
      }
      timer ??= setTimeout(() => {
        timer = undefined
        set(value)
      }, pause)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  })
}
