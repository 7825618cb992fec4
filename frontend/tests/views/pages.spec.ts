import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'

type Turn = { room: { turn: { saving(s: string): void; rewrite(change: [string, string]): void; revoke(): void; point(id: string | null): void; refuse(): void; offline(command: unknown): void } } }
const turn = <A>(page: Page, how: (t: Turn['room']['turn'], argument: A) => void, argument?: A): Promise<void> =>
  page.evaluate(([code, arg]) => (0, eval)(`(${code})`)((window as unknown as Turn).room.turn, arg), [how.toString(), argument] as const)

async function sound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(v => `${v.id}: ${v.nodes.map(n => `${n.target.join(' ')} ${n.any[0]?.message ?? ''}`).join(' | ')}`)).toEqual([])
}

async function meeting(page: Page, role: string): Promise<void> {
  await page.goto(`/s/seat/t/text?role=${role}`)
  await expect(page.getByRole('heading', { name: 'Underwater noise and the living ocean', level: 1 })).toBeVisible()
  await expect(page.locator('.slot').first()).toBeVisible()
}
const paragraph = (page: Page, label: string) => page.locator('#outline button').filter({ has: page.locator('.label', { hasText: new RegExp(`^${label}\\s*$`) }) }).first()

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`[W1] nothing for axe to find, ${colorScheme}`, () => {
    test.use({ colorScheme })
    for (const path of ['/', '/i/good', '/i/bad', '/nowhere', '/s/gone', '/s/seat?role=chair', '/s/seat?role=empty', '/s/seat?role=keeper', '/s/seat?role=delegate']) {
      test(path, async ({ page }) => {
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await sound(page)
      })
    }
    for (const role of ['chair', 'delegate', 'observer']) {
      test(`the meeting, as ${role}`, async ({ page }) => {
        await meeting(page, role)
        await paragraph(page, 'PP3').click()
        await sound(page)
        await page.getByRole('button', { name: 'View: Working text' }).click()
        await sound(page)
        await page.getByRole('button', { name: /^Compilation All/ }).click()
        await expect(page.locator('.compiled')).toBeVisible()
        await sound(page)
      })
    }
    test('dialogs', async ({ page }) => {
      await meeting(page, 'chair')
      await paragraph(page, 'PP3').click()
      await page.locator('#panel').getByRole('button', { name: 'Adopt' }).first().click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await sound(page)
      await page.keyboard.press('Escape')
      for (const key of ['r', '?']) {
        await page.keyboard.press(key)
        await expect(page.getByRole('dialog')).toBeVisible()
        await sound(page)
        await page.keyboard.press('Escape')
        await expect(page.getByRole('dialog')).toHaveCount(0)
      }
    })
    test('on a phone', async ({ page }) => {
      await page.setViewportSize({ width: 390, height: 844 })
      await meeting(page, 'observer')
      await page.getByRole('button', { name: 'Outline', exact: true }).click()
      await paragraph(page, 'PP3').click()
      await page.locator('nav.phone button').last().click()
      await sound(page)
    })
  })
}

test('[W2] one link, one name, and one is in', async ({ page }) => {
  await page.goto('/i/good')
  await expect(page.getByText('You take part for: Republic of Avelia.')).toBeVisible()
  await page.getByLabel('Your name').fill('Amara')
  await page.getByRole('button', { name: 'Enter' }).click()
  await expect(page).toHaveURL(/\/s\/seat$/)
  await page.goto('/')
  await expect(page.getByRole('link', { name: /Underwater noise/ })).toBeVisible()
})

test('[W3] an act shows its effect before it is done', async ({ page }) => {
  await meeting(page, 'chair')
  await paragraph(page, 'PP3').click()
  await page.locator('#panel').getByRole('button', { name: 'Adopt' }).first().click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.locator('ins').last()).toContainText('perceive their world by sound')
  await expect(dialog.locator('del').last()).toContainText('light is to life on land')
  await dialog.getByRole('button', { name: 'Adopt' }).click()
  await expect(page.getByText('settled proposal')).toBeVisible()
  await expect(paragraph(page, 'PP3')).toContainText('many marine animals perceive their world by sound')
})

test('[W4] submitting names the words and the readers; what is not chosen stays a draft', async ({ page }) => {
  await meeting(page, 'delegate')
  await expect(page.getByText('Draft, only Republic of Avelia sees this')).toBeVisible()
  await page.locator('.slot-bar').getByRole('button', { name: 'Submit' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.locator('ins')).toContainText('more than four fifths')
  await expect(dialog.getByText('All 8 delegations and one observer will read it')).toBeVisible()
  await expect(dialog.getByText('Kingdom of Borrland')).toBeVisible()
  await dialog.getByRole('button', { name: 'Submit' }).click()
  await expect(page.getByText('Your proposal stands before the room.').first()).toBeVisible()
  await expect(page.locator('.slot-bar')).toHaveCount(0)
})

test('[W5] a position is one press, and one press takes it back', async ({ page }) => {
  await meeting(page, 'delegate')
  await paragraph(page, 'OP1').click()
  const support = page.locator('#panel').getByRole('button', { name: 'Support' }).first()
  await support.click()
  await expect(support).toHaveAttribute('aria-pressed', 'true')
  await support.click()
  await expect(support).toHaveAttribute('aria-pressed', 'false')
})

test('[W6] whoever follows is taken where the chair points, and finds back', async ({ page }) => {
  await meeting(page, 'observer')
  await expect(page.locator('#panel h2')).toContainText('PP3')
  await paragraph(page, 'OP6').click()
  await page.getByRole('button', { name: 'The room is at PP3. Go there' }).click()
  await expect(page.locator('#panel h2')).toContainText('PP3')
  await turn(page, (t, id) => t.point(id as string), 'zh')
  await expect(page.locator('#panel h2')).toContainText('OP19')
})

test('[W7] what waits and what was refused is shown until it is dealt with', async ({ page }) => {
  await meeting(page, 'delegate')
  await turn(page, t => t.refuse())
  await expect(page.getByText('Your words in PP1 were not taken.')).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await turn(page, t => t.offline({ do: 'submit', party: 'avelia', amendments: [] }))
  await expect(page.getByText('Offline: kept on this device')).toBeVisible()
  await page.getByRole('button', { name: 'Take back' }).click()
  await expect(page.getByRole('button', { name: 'Take back' })).toHaveCount(0)
})

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(colorScheme, () => {
    test.use({ colorScheme })
    test('[L4] [L5] while nothing is saved everybody sees it, and what it means for their words', async ({ page }) => {
      await meeting(page, 'delegate')
      const bar = page.getByRole('alert')
      for (const [why, words] of [['full', 'disk is full'], ['stopped', 'disk has failed'], ['damaged', 'cannot be opened']] as const) {
        await turn(page, (t, saving) => t.saving(saving), why)
        await expect(bar).toContainText(words)
        await expect(bar).toContainText('on this device')
        for (const width of [390, 1280, 1920]) {
          await page.setViewportSize({ width, height: 844 })
          await expect(bar).toBeInViewport()
          await expect(page.locator('#main')).toBeInViewport()
        }
        await sound(page)
      }
      await turn(page, t => t.saving('saved'))
      await expect(bar).toHaveCount(0)
    })
  })

test('[W8] a link withdrawn while the text is open says so at once', async ({ page }) => {
  await meeting(page, 'delegate')
  await turn(page, t => t.revoke())
  await expect(page.getByRole('heading', { name: 'Your link has been withdrawn' })).toBeVisible()
})

test('[W9] the meeting can be walked by keyboard', async ({ page }) => {
  await meeting(page, 'delegate')
  await page.keyboard.press('j')
  await page.keyboard.press('/')
  await expect(page.getByLabel('Find a paragraph')).toBeFocused()
  await page.keyboard.type('precaution')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(page.locator('#outline button').first()).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('#panel h2')).toContainText('PP8')
  await page.keyboard.press('Alt+p')
  await expect(page.locator('#panel')).toBeFocused()
})

test('[W10] the other language, at once and the next time', async ({ page }) => {
  await meeting(page, 'chair')
  await page.getByRole('button', { name: /Language and appearance/ }).first().click()
  await page.getByRole('button', { name: 'Français' }).click()
  await expect(page.getByText('Texte de travail').first()).toBeVisible()
  await page.reload()
  await expect(page.getByText('Texte de travail').first()).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
})

const idOf = async (page: Page, label: string): Promise<string> => (await paragraph(page, label).getAttribute('data-row'))!

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`what opens over the text, ${colorScheme}`, () => {
    test.use({ colorScheme })

    test('[W28] the bureau goes from the remarks that wait to their paragraph', async ({ page }) => {
      await meeting(page, 'chair')
      await page.getByRole('button', { name: 'One remark waits for the chair' }).click()
      await sound(page)
      await page.getByRole('button', { name: /Could “turtles” be/ }).click()
      await expect(page.locator('#panel h2')).toContainText('PP3')
      await page.getByRole('button', { name: 'Show to the room' }).waitFor()
      await paragraph(page, 'OP6').click()
      await page.getByLabel('Write a remark on this paragraph').fill('And here?')
      await page.getByRole('button', { name: 'Send' }).click()
      await expect(page.getByRole('button', { name: '2 remarks wait for the chair' })).toBeVisible()
      await expect(page.getByRole('status').filter({ hasText: '2 remarks wait' })).toBeAttached()
    })

    test('[W31] the total of brackets leads to what is left, and to what does not balance', async ({ page }) => {
      await meeting(page, 'delegate')
      await turn(page, t => t.rewrite(['p0', 'Draft decision ]on underwater noise']))
      await page.getByRole('button', { name: 'What is left to settle' }).click()
      await expect(page.getByRole('heading', { name: '2 bracket signs do not balance' })).toBeVisible()
      await sound(page)
      await page.getByRole('button', { name: 'Title Draft decision ]on' }).click()
      await expect(page.locator('#panel h2')).toContainText('Title')
      await expect(page.getByRole('heading', { name: '2 bracket signs do not balance' })).toBeHidden()
    })

    test('[W29] a proposal whose words are gone says so, and its party starts again', async ({ page }) => {
      await meeting(page, 'delegate')
      await turn(page, (t, id) => t.rewrite([id as string, 'Aware that the sea is loud,']), await idOf(page, 'PP3'))
      await paragraph(page, 'PP3').click()
      const card = page.locator('#panel article').filter({ hasText: 'No. 1' }).first()
      await expect(card.getByText('The text has moved on: the words quoted are no longer there.')).toBeVisible()
      await expect(card.getByRole('button', { name: 'Withdraw' })).toBeVisible()
      await sound(page)
      await card.getByRole('button', { name: 'Draft anew from the present words' }).click()
      await expect(page.locator('#panel').getByText(/draft/i).first()).toBeVisible()
      await meeting(page, 'observer')
      await turn(page, (t, id) => t.rewrite([id as string, 'Aware that the sea is loud,']), await idOf(page, 'PP3'))
      await expect(card.getByText('The text has moved on')).toBeVisible()
      await expect(card.getByRole('button', { name: /Draft anew/ })).toHaveCount(0)
    })

    test('[W30] brackets left in a paragraph are said before it is marked agreed', async ({ page }) => {
      await meeting(page, 'chair')
      await turn(page, (t, id) => t.rewrite([id as string, 'Noting [with concern][with interest] the report,']), await idOf(page, 'PP4'))
      await paragraph(page, 'PP4').click()
      await page.getByRole('group', { name: 'State' }).or(page.locator('#panel .marks')).getByRole('button', { name: 'Agreed', exact: true }).click()
      await expect(page.getByRole('alert').filter({ hasText: '2 brackets are still open in this paragraph.' })).toBeVisible()
      await sound(page)
    })
  })
}

test('[N14] the sign before a bracket that is no bracket is not printed', async ({ page }) => {
  await meeting(page, 'chair')
  await turn(page, (t, id) => t.rewrite([id as string, 'As adopted \\[sic\\] by the Committee,']), await idOf(page, 'PP4'))
  await expect(paragraph(page, 'PP4')).toContainText('As adopted [sic] by')
})
