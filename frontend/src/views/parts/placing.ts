/** Puts a popover below (or, where there is no room, above) what it belongs to, inside the window. */
export function placeBelow(panel: HTMLElement, anchor: { left: number; right: number; top: number; bottom: number }): void {
  const gap = 6
  const { width, height } = panel.getBoundingClientRect()
  const right = anchor.left + width
  const left = right > innerWidth - gap ? Math.max(gap, Math.min(anchor.right, innerWidth - gap) - width) : anchor.left
  const below = anchor.bottom + gap
  const top = below + height > innerHeight - gap && anchor.top - gap - height > gap ? anchor.top - gap - height : below
  panel.style.left = `${left}px`
  panel.style.top = `${Math.max(gap, Math.min(top, innerHeight - gap - height))}px`
}
