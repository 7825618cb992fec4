/** What is said to everybody who listens (aria-live), and shown for a moment at the foot of the page. */
export interface Notice { id: number; words: string; tone: 'plain' | 'bad' }

class Announcer {
  notices: Notice[] = $state([])
  spoken = $state('')
  #next = 1

  /** Shows the words for a moment, and speaks them. */
  tell(words: string, tone: Notice['tone'] = 'plain'): void {
    const id = this.#next++
    this.notices = [...this.notices, { id, words, tone }].slice(-3)
    this.spoken = words
    setTimeout(() => this.dismiss(id), tone === 'bad' ? 12000 : 5000)
  }

  /** Speaks only. */
  speak(words: string): void {
    this.spoken = words
  }

  dismiss(id: number): void {
    this.notices = this.notices.filter(n => n.id !== id)
  }
}

export const announcer = new Announcer()
