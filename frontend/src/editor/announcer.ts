/** Says why a keystroke did nothing, politely, to eyes and ears. */
export class Announcer {
  private readonly element = document.createElement('div')
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor(host: HTMLElement) {
    this.element.className = 'editor-notice'
    this.element.setAttribute('role', 'status')
    this.element.setAttribute('aria-live', 'polite')
    host.append(this.element)
  }

  say(words: string): void {
    this.element.textContent = words
    this.element.classList.add('shown')
    if (this.timer) clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.element.classList.remove('shown')
      this.element.textContent = ''
    }, 4000)
  }

  destroy(): void {
    if (this.timer) clearTimeout(this.timer)
    this.element.remove()
  }
}
