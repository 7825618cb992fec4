/**
 * Holds the public files that this browser has fetched anyway, so that a page can be loaded again without a network: the one page,
 * which is the same for everybody, and what is under /static/assets/. Nothing else: no answer about a negotiation comes here.
 */
const KEPT = 'adref-pages'
const PAGE = '/'
const PAGES = /^\/($|i\/|s\/)/
const FILES = /^\/static\/assets\/[^/]+$/
const ANY = { cacheName: KEPT, ignoreVary: true }

addEventListener('install', event => event.waitUntil(skipWaiting()))
addEventListener('activate', event => event.waitUntil(clients.claim()))
addEventListener('message', event => event.waitUntil(keep(event.data)))
addEventListener('fetch', event => {
  const { method, mode, url } = event.request
  const { origin, pathname } = new URL(url)
  if (method !== 'GET' || origin !== location.origin) return
  if (mode === 'navigate' && PAGES.test(pathname)) event.respondWith(page(event.request))
  else if (FILES.test(pathname)) event.respondWith(file(event.request))
})

/** From the server; without it the page as it was kept, which then says that there is no connection. */
async function page(request) {
  try {
    const answer = await fetch(request)
    return answer.status < 502 ? answer : ((await caches.match(PAGE, ANY)) ?? answer) // a proxy before a server that is being started
  } catch (thrown) {
    const kept = await caches.match(PAGE, ANY)
    if (kept) return kept
    throw thrown
  }
}

/** A file's name changes with what is in it: what was kept is right. */
const file = async request => (await caches.match(request.url, ANY)) ?? fetch(request)

/** `files`: paths that a page has fetched; with `first` those it was made of. The page is kept after its files, so that they fit together. */
async function keep({ files, first }) {
  const cache = await caches.open(KEPT)
  const fresh = first ? await fetch(PAGE, { cache: 'no-store' }).catch(() => null) : null
  if (fresh?.ok) await leaveOld(cache, fresh.clone(), files)
  const wanted = files.filter(path => FILES.test(path))
  await Promise.all(wanted.map(async path => {
    if (!(await cache.match(path, ANY))) await cache.add(new Request(path, { cache: 'force-cache' })).catch(() => undefined)
  }))
  if (fresh?.ok) await cache.put(PAGE, fresh)
}

/** After an update of the server the files of before go. */
async function leaveOld(cache, fresh, files) {
  const kept = await cache.match(PAGE, ANY)
  if (kept && (await kept.text()) === (await fresh.text())) return
  for (const { url } of await cache.keys()) if (!files.includes(new URL(url).pathname)) await cache.delete(url)
}
