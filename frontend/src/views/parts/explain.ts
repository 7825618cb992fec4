/** A refusal's code as a sentence; unknown codes get the general one. */
import { catalogue, t } from '../../i18n/catalogue.svelte'
import type { Failure } from '../../drafting/types'

export function explain(failure: Failure): string {
  const key = `error.${failure.code}`
  try {
    return t(catalogue.has(key) ? key : 'error.general', failure.params ?? {})
  } catch {
    return t('error.general')
  }
}
