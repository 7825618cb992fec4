/** Where the reader is: the address read as a place of the product. */

/** The tabs of the secretariat's desk, in their order. */
export const DESK_TABS = ['revisions', 'compare', 'history', 'bring-in', 'streamline', 'outputs', 'record'] as const
export type DeskTab = (typeof DESK_TABS)[number]

export type Route =
  | { page: 'home' }
  | { page: 'join'; token: string }
  | { page: 'negotiation'; seat: string }
  | { page: 'meeting'; seat: string; text: string }
  | { page: 'desk'; seat: string; text: string; tab: DeskTab }
  | { page: 'revision'; seat: string; text: string; revision: string }
  | { page: 'nowhere' }

const SHAPES: Array<[RegExp, (found: Array<string | undefined>) => Route]> = [
  [/^\/$/, () => ({ page: 'home' })],
  [/^\/i\/([^/]+)$/, ([token = '']) => ({ page: 'join', token })],
  [/^\/s\/([^/]+)$/, ([seat = '']) => ({ page: 'negotiation', seat })],
  [/^\/s\/([^/]+)\/t\/([^/]+)$/, ([seat = '', text = '']) => ({ page: 'meeting', seat, text })],
  [/^\/s\/([^/]+)\/t\/([^/]+)\/desk(?:\/([^/]+))?$/, ([seat = '', text = '', tab]) => deskRoute(seat, text, tab ?? DESK_TABS[0])],
  [/^\/s\/([^/]+)\/t\/([^/]+)\/revisions\/([^/]+)$/, ([seat = '', text = '', revision = '']) => ({ page: 'revision', seat, text, revision })],
]

function deskRoute(seat: string, text: string, tab: string): Route {
  const known = DESK_TABS.find(name => name === tab)
  return known ? { page: 'desk', seat, text, tab: known } : { page: 'nowhere' }
}

/** Reads a path; a trailing slash does not matter. */
export function readPath(path: string): Route {
  const plain = path.length > 1 ? path.replace(/\/+$/, '') : path
  for (const [shape, make] of SHAPES) {
    const found = shape.exec(plain)
    if (found) return make(found.slice(1).map(part => (part === undefined ? part : decodeURIComponent(part))))
  }
  return { page: 'nowhere' }
}

const textAt = (seat: string, text: string): string => `/s/${encodeURIComponent(seat)}/t/${encodeURIComponent(text)}`

export const pathTo = {
  negotiation: (seat: string): string => `/s/${encodeURIComponent(seat)}`,
  meeting: textAt,
  desk: (seat: string, text: string, tab: DeskTab = DESK_TABS[0]): string => `${textAt(seat, text)}/desk/${tab}`,
  revision: (seat: string, text: string, revision: string): string => `${textAt(seat, text)}/revisions/${encodeURIComponent(revision)}`,
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
