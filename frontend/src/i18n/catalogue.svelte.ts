/** Words of the interface: one flat ICU catalogue in each language; a page fetches the one that it speaks. */
import { format, type Message, type Values } from './formatting'

export type Locale = 'en' | 'fr'
export const LOCALES: Record<Locale, string> = { en: 'English', fr: 'Français' }

type Loader = () => Promise<{ default: Record<string, Message> }>
const loaders: Record<Locale, Loader> = {
  en: () => import('virtual:messages/en'),
  fr: () => import('virtual:messages/fr'),
}
const deskLoaders: Record<Locale, Loader> = {
  en: () => import('virtual:messages/en/desk'),
  fr: () => import('virtual:messages/fr/desk'),
}

class Catalogue {
  locale: Locale = $state('en')
  #words: Record<string, Message> = $state.raw({})
  #withDesk = false

  /** Changes the language of the page; resolves when its words are there. */
  async use(locale: Locale): Promise<void> {
    const files = await Promise.all([loaders[locale](), ...(this.#withDesk ? [deskLoaders[locale]()] : [])])
    this.#words = Object.assign({}, ...files.map(file => file.default)) as Record<string, Message>
    this.locale = locale
    document.documentElement.lang = locale
  }

  /** Fetches the words of the secretariat's desk too; resolves when they are there. */
  async withDesk(): Promise<void> {
    if (this.#withDesk) return
    this.#withDesk = true
    try {
      await this.use(this.locale)
    } catch (thrown) {
      this.#withDesk = false
      throw thrown
    }
  }

  /** The words for a key; an unknown key answers with itself, so that nothing on the page is ever empty. */
  say(key: string, values?: Values): string {
    const message = this.#words[key]
    return message === undefined ? key : format(message, this.locale, values)
  }

  has(key: string): boolean {
    return key in this.#words
  }
}

export const catalogue = new Catalogue()
export const t = (key: string, values?: Values): string => catalogue.say(key, values)

/** The language of the page as the reader's own country writes it: days before months, or after. */
export const region = (): string => navigator.languages.find(language => language.startsWith(catalogue.locale)) ?? catalogue.locale

/** Date and time in the reader's language and zone. */
export function when(iso: string, style: 'time' | 'full' = 'full'): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return ''
  const options: Intl.DateTimeFormatOptions =
    style === 'time' ? { hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }
  return new Intl.DateTimeFormat(region(), options).format(at)
}

/** "A, B and C" in the reader's language. */
export const listed = (names: string[]): string => new Intl.ListFormat(catalogue.locale, { type: 'conjunction' }).format(names)

/** The reader's first language that we speak. */
export function preferred(languages: readonly string[]): Locale {
  const known = languages.map(l => l.slice(0, 2).toLowerCase()).find(l => l in LOCALES)
  return (known as Locale | undefined) ?? 'en'
}
