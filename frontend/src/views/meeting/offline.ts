/** Tells the worker (public/worker.js) which files the page is made of, so that it can be loaded again without a network. */
export async function keepPage(): Promise<void> {
  const { serviceWorker } = navigator as { serviceWorker?: ServiceWorkerContainer } // absent where the address is not a safe one
  try {
    await serviceWorker?.register('/worker.js')
    const worker = (await serviceWorker?.ready)?.active
    if (!worker) return
    let first = true
    new PerformanceObserver(list => {
      const files = list.getEntries().map(entry => new URL(entry.name)).filter(url => url.origin === location.origin && url.pathname.startsWith('/static/')).map(url => url.pathname)
      if (files.length) worker.postMessage({ files, first })
      first &&= !files.length
    }).observe({ type: 'resource', buffered: true })
  } catch { /* a browser that keeps nothing: the page works as it does without */ }
}
