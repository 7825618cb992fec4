/** One request that a form makes: whether it runs, and what was refused. */
import type { Failure } from '../drafting/types'
import { failureOf } from './http'

export class Task {
  busy = $state(false)
  failure: Failure | null = $state.raw(null)

  /** Runs it; answers whether it succeeded. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    this.busy = true
    this.failure = null
    try {
      await work()
      return true
    } catch (thrown) {
      this.failure = failureOf(thrown)
      return false
    } finally {
      this.busy = false
    }
  }
}
