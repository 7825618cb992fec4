/** The sign of saving without flicker. */
import { readable, type Readable } from 'svelte/store'
import type { Saving } from '../connection/types'

const REST = 600 // ms

/** *Saved* is told once it has been so for a moment; everything else at once: while somebody types, it says *saving*. */
export function steady(source: Readable<Saving>, rest = REST): Readable<Saving> {
  return readable<Saving>('connecting', set => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let told: Saving | null = null
    const tell = (saving: Saving): void => set((told = saving))
    const stop = source.subscribe(saving => {
      clearTimeout(timer)
      if (saving !== 'saved' || told !== 'saving') tell(saving)
      else timer = setTimeout(() => tell(saving), rest)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  })
}
