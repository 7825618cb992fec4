/** Words onto the clipboard. Pages that were not reached by https may only do it the old way. */
export async function copyWords(words: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(words)
    return true
  } catch {
    return copyOldWay(words)
  }
}

function copyOldWay(words: string): boolean {
  const field = document.createElement('textarea')
  field.value = words
  field.style.cssText = 'position:fixed;opacity:0'
  const host = document.querySelector('dialog[open]') ?? document.body
  const before = document.activeElement
  host.append(field)
  field.select()
  const copied = document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus({ preventScroll: true })
  return copied
}
