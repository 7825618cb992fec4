/** Where the reader is: the address read as a place of the product. */

export type Route =
  | { page: 'home' }
  | { page: 'join'; token: string }
  | { page: 'negotiation'; seat: string }
  | { page: 'meeting'; seat: string; text: string }
  | { page: 'nowhere' }

const SHAPES: Array<[RegExp, (found: string[]) => Route]> = [
  [/^\/$/, () => ({ page: 'home' })],
  [/^\/i\/([^/]+)$/, ([token = '']) => ({ page: 'join', token })],
  [/^\/s\/([^/]+)$/, ([seat = '']) => ({ page: 'negotiation', seat })],
  [/^\/s\/([^/]+)\/t\/([^/]+)$/, ([seat = '', text = '']) => ({ page: 'meeting', seat, text })],
]

/** Reads a path; a trailing slash does not matter. */
export function readPath(path: string): Route {
  const plain = path.length > 1 ? path.replace(/\/+$/, '') : path
  for (const [shape, make] of SHAPES) {
    const found = shape.exec(plain)
    if (found) return make(found.slice(1).map(decodeURIComponent))
  }
  return { page: 'nowhere' }
}

export const pathTo = {
  negotiation: (seat: string): string => `/s/${encodeURIComponent(seat)}`,
  meeting: (seat: string, text: string): string => `/s/${encodeURIComponent(seat)}/t/${encodeURIComponent(text)}`,
}

class Router {
  route: Route = $state.raw({ page: 'home' })

  start(): () => void {
    const read = (): void => void (this.route = readPath(location.pathname))
    read()
    addEventListener('popstate', read)
    return () => removeEventListener('popstate', read)
  }

  go(path: string, replace = false): void {
    history[replace ? 'replaceState' : 'pushState'](null, '', path)
    this.route = readPath(location.pathname)
    scrollTo(0, 0)
  }
}

export const router = new Router()

/** For a link: plain left clicks stay in the page, everything else (a new tab) is the browser's. */
export function follow(event: MouseEvent): void {
  const link = event.currentTarget as HTMLAnchorElement
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  router.go(link.pathname)
}
