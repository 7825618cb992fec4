/** Every screen for every eye. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const SIZES = [390, 1280, 1920]

/** Nothing for axe to find, and nothing that sticks out, in every size, light and dark. PICTURES names a folder for pictures. */
export async function wellMade(page: Page, screen: string): Promise<void> {
  // What is not drawn because it is out of sight keeps the colours of before: axe is to see all of it as it will be drawn.
  await page.evaluate(() => {
    const shown = new CSSStyleSheet()
    shown.replaceSync('* { content-visibility: visible !important }')
    document.adoptedStyleSheets.push(shown)
  })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const width of SIZES) {
      await page.setViewportSize({ width, height: 900 })
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth), { message: `${screen} at ${width}` }).toBeLessThanOrEqual(0)
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${screen}-${colorScheme}-${width}.png` })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(v => `${screen} ${colorScheme} ${width}: ${v.id} ${v.nodes[0]?.html.slice(0, 160)} ${v.nodes[0]?.any[0]?.message ?? ''}`)).toEqual([])
    }
  }
  await page.evaluate(() => void document.adoptedStyleSheets.pop())
}
