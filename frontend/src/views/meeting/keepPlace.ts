/** The paragraph that one reads stays where it is on the screen, whatever becomes of the width, the size of the letters or the view. */
const PARAGRAPH = '[data-slot], [data-paragraph]'
const READ = 0.25 // of the height: where the eye rests
const SETTLING = 12 // frames in which what has come near is measured; a view that is fetched has longer
const COMING = 120

interface Mark { id: string; above: number }

export interface Reading {
  /** The page has just been laid out anew: back to the paragraph that was read. */
  hold(): void
}

export function keepPlace(scroller: HTMLElement): Reading {
  let mark: Mark | null = null
  let width = scroller.clientWidth
  let frame = 0
  let holding = 0

  const top = (): number => scroller.getBoundingClientRect().top
  const elementOf = ({ id }: Mark): HTMLElement | undefined =>
    [...scroller.querySelectorAll<HTMLElement>(`[data-slot="${CSS.escape(id)}"], [data-paragraph="${CSS.escape(id)}"]`)].find(e => e.getClientRects().length > 0)

  function look(): void {
    frame = 0
    if (holding || scroller.clientWidth !== width) return
    const box = scroller.getBoundingClientRect()
    const hit = document.elementsFromPoint(box.left + box.width / 2, box.top + box.height * READ).find(e => scroller.contains(e))
    const paragraph = hit?.closest<HTMLElement>(PARAGRAPH)
    const id = paragraph?.dataset['slot'] ?? paragraph?.dataset['paragraph']
    if (paragraph && id) mark = { id, above: paragraph.getBoundingClientRect().top - box.top }
  }
  const moved = (): void => { frame ||= requestAnimationFrame(look) }

  function hold(): void {
    if (!mark) return
    const kept = mark
    let left = SETTLING
    let waiting = COMING
    cancelAnimationFrame(holding)
    const step = (): void => {
      const element = elementOf(kept)
      if (element) {
        scroller.scrollTop += element.getBoundingClientRect().top - top() - kept.above
        left--
      } else waiting--
      if (left > 0 && waiting > 0) holding = requestAnimationFrame(step)
      else release()
    }
    step()
  }
  function release(): void {
    cancelAnimationFrame(holding)
    holding = 0
    width = scroller.clientWidth
  }

  const watch = new ResizeObserver(() => {
    if (scroller.clientWidth === width) return
    width = scroller.clientWidth
    hold()
  })
  watch.observe(scroller)
  scroller.addEventListener('scroll', moved, { passive: true })
  // Whoever takes the page into their own hands is not held.
  const hands = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const
  for (const hand of hands) scroller.addEventListener(hand, release, { passive: true })
  return { hold }
}
