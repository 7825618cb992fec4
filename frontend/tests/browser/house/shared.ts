/** The same people for stories that do not harm their server: they share one, each in a negotiation of its own. */
import { Caller, Negotiation } from './negotiation'
import { Server } from './server'
import { Story, test as base } from './story'

interface Installation { server: Server; keeper: Caller }

/** `source` is the text of a story, in Markdown; without it the one of the demonstration. */
export const test = base.extend<{ source: string | undefined }, { installation: Installation }>({
  source: [undefined, { option: true }],
  installation: [
    async ({}, use) => {
      const server = await Server.fresh()
      await use({ server, keeper: await Caller.join(server.firstLink, 'Kim Keeper') })
      await server.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  story: async ({ browser, installation, source }, use) => {
    const story = new Story(installation.server, await Negotiation.of(installation.keeper, source), browser)
    await use(story)
    await story.leave()
  },
})
export { expect } from '@playwright/test'
