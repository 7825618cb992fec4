/** What this reader prefers on this device: light or dark, language, following the room. */
import { catalogue, preferred, type Locale } from '../i18n/catalogue.svelte'

export type Theme = 'system' | 'light' | 'dark'
const KEY = 'adref:preferences'

interface Kept { theme?: Theme; locale?: Locale; follow?: boolean }

function read(): Kept {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Kept
  } catch {
    return {}
  }
}

class Preferences {
  theme: Theme = $state('system')
  follow = $state(true)
  #dark = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null
  #locale: Locale | undefined

  /** Reads what is kept, and applies it to the page. */
  async start(): Promise<void> {
    const kept = read()
    this.theme = kept.theme ?? 'system'
    this.follow = kept.follow ?? true
    this.#locale = kept.locale
    this.#dark?.addEventListener('change', () => this.#paint())
    this.#paint()
    await catalogue.use(kept.locale ?? preferred(navigator.languages))
  }

  setTheme(theme: Theme): void {
    this.theme = theme
    this.#paint()
    this.#keep()
  }

  setFollow(follow: boolean): void {
    this.follow = follow
    this.#keep()
  }

  async setLocale(locale: Locale): Promise<void> {
    this.#locale = locale
    await catalogue.use(locale)
    this.#keep()
  }

  #paint(): void {
    const dark = this.theme === 'dark' || (this.theme === 'system' && this.#dark?.matches)
    document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  }

  #keep(): void {
    const kept: Kept = { theme: this.theme, follow: this.follow, ...(this.#locale ? { locale: this.#locale } : {}) }
    localStorage.setItem(KEY, JSON.stringify(kept))
  }
}

export const preferences = new Preferences()
