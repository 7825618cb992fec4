/** The page: the real room and the real editor, fetched when a meeting is opened. */
import { mount } from 'svelte'
import './views/fonts.css'
import './views/theme.css'
import './views/parties.css'
import './views/controls.css'
import './views/text.css'
import { preferences } from './state/preferences.svelte'
import App from './views/App.svelte'

await preferences.start()
mount(App, { target: document.getElementById('app')!, props: { parts: (await import('./parts')).parts } })
