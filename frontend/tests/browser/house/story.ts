/** The people of the stories, each in a browser context of their own, before a real server. */
import { type Browser, type BrowserContext, type Page, test as base } from '@playwright/test'
import { Negotiation, type Place } from './negotiation'
import { Server } from './server'

export interface Person { name: string; context: BrowserContext; page: Page; seat: string; base: string }

/** Who is there. Asking for one brings that person into the room; nobody else is woken. */
const CAST = {
  chair: { name: 'Carla Chair', role: 'chair' },
  secretariat: { name: 'Sam Secretary', role: 'secretariat' },
  kenya: { name: 'Achieng', role: 'delegate', party: 'Kenya' },
  kenya2: { name: 'Baraka', role: 'delegate', party: 'Kenya' },
  norway: { name: 'Astrid', role: 'delegate', party: 'Norway' },
  norway2: { name: 'Bjørn', role: 'delegate', party: 'Norway' },
  keralu: { name: 'Keola', role: 'delegate', party: 'Keralu' },
  observer: { name: 'Olivia', role: 'observer', party: 'Ocean Watch' },
} satisfies Record<string, Place & { name: string }>
export type Part = keyof typeof CAST

export class Story {
  private readonly links = new Map<string, string>()
  private readonly people: Person[] = []

  constructor(readonly server: Server, readonly negotiation: Negotiation, private readonly browser: Browser) {}

  /** The link of a part's delegation or role. */
  async link(part: Part): Promise<string> {
    const { role, party }: Place = CAST[part]
    const key = `${role}/${party ?? ''}`
    const link = this.links.get(key) ?? (await this.negotiation.link(party ? { role, party } : { role }))
    this.links.set(key, link)
    return link
  }

  /** The link of a part is taken back. */
  async withdraw(part: Part): Promise<void> {
    const { secretariat } = this.negotiation
    const link = await this.link(part)
    const { invitations } = await secretariat.call<{ invitations: Array<{ id: string; url: string }> }>('GET', '/invitations')
    await secretariat.call('DELETE', `/invitations/${invitations.find(i => i.url === link)!.id}`)
  }

  /** A browser of somebody who has not come in yet. */
  async browserOf(part: Part, options: Parameters<Browser['newContext']>[0] = {}): Promise<Person> {
    const context = await this.browser.newContext({ locale: 'en-GB', ...options })
    const person = { name: CAST[part].name, context, page: await context.newPage(), seat: '', base: options.baseURL ?? this.server.url }
    this.people.push(person)
    return person
  }

  /** Somebody who has opened the link and stands before the text; `baseURL` is the way there when it is not the server's. */
  async enter(part: Part, options: Parameters<Browser['newContext']>[0] = {}): Promise<Person> {
    const person = await this.browserOf(part, options)
    await this.comeIn(person, part)
    return person
  }

  /** The same for a browser that is open already. */
  async comeIn(person: Person, part: Part): Promise<void> {
    const token = new URL(await this.link(part)).pathname.split('/').at(-1)
    const answer = await person.context.request.post(`${person.base}/api/join`, {
      data: { token, name: person.name },
      headers: { 'X-Adref': '1', Origin: person.base },
    })
    if (!answer.ok()) throw new Error(`${part} could not come in: ${await answer.text()}`)
    person.seat = ((await answer.json()) as { seat: string }).seat
    await person.page.goto(this.address(person))
  }

  address(person: Person): string {
    return `${person.base}/s/${person.seat}/t/${this.negotiation.text}`
  }

  /** Everybody goes home; the server stays. */
  async leave(): Promise<void> {
    for (const person of this.people) await person.context.close()
  }
}

export const test = base.extend<{ story: Story }>({
  story: async ({ browser }, use) => {
    const server = await Server.fresh()
    try {
      const story = new Story(server, await Negotiation.on(server), browser)
      await use(story)
      await story.leave()
    } finally {
      await server.stop() // also when the set-up failed: no server outlives its story
    }
  },
})
export { expect } from '@playwright/test'
