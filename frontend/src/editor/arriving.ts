/** Going to a paragraph in a text of which only what is near the screen has its real height. */

const STILL = 4 // frames without movement
const TRIES = 6
const FRAMES = 600
const HAND = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const

const stands = ({ top, bottom }: DOMRect): boolean => top < innerHeight * 0.8 && bottom > innerHeight * 0.15

/**
 * Brings a slot to the middle of the screen, and again while the slots above it take their real heights on the way.
 * It gives way as soon as the reader scrolls, presses or types.
 */
export function arrive(element: HTMLElement, smooth: boolean): void {
  let last = Number.NaN
  let still = 0
  let tries = 0
  let frames = 0
  let left = false
  const leave = (): void => void (left = true)
  for (const sign of HAND) addEventListener(sign, leave, { capture: true, passive: true })
  const end = (): void => { for (const sign of HAND) removeEventListener(sign, leave, { capture: true }) }
  const step = (): void => {
    if (left || !element.isConnected || tries > TRIES || frames++ > FRAMES) return end()
    const rect = element.getBoundingClientRect()
    still = Math.abs(rect.top - last) < 1 ? still + 1 : 0
    last = rect.top
    if (still >= STILL) {
      if (stands(rect)) return end()
      still = 0
      tries++
      element.scrollIntoView({ block: 'center', behavior: 'auto' })
    }
    requestAnimationFrame(step)
  }
  element.scrollIntoView({ block: 'center', behavior: smooth ? 'smooth' : 'auto' })
  requestAnimationFrame(step)
}
