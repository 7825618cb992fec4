/** The page. */
import { mount } from 'svelte'
import './views/fonts.css'
import './views/theme.css'
import './views/parties.css'
import './views/controls.css'
import './editor/editor.css'
import './views/text.css'
import { parts } from './parts'
import { preferences } from './state/preferences.svelte'
import App from './views/App.svelte'

await preferences.start()
mount(App, { target: document.getElementById('app')!, props: { parts } })
