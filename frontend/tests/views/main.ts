/** The pages without a server, for development and for the tests of the views. Not shipped. */
import { mount } from 'svelte'
import '../../src/views/fonts.css'
import '../../src/views/theme.css'
import '../../src/views/parties.css'
import '../../src/views/controls.css'
import '../../src/editor/editor.css'
import '../../src/views/text.css'
import { preferences } from '../../src/state/preferences.svelte'
import App from '../../src/views/App.svelte'
import { fakeEditor } from './fakeEditor'
import { fakeRoom, type FakeRoom } from './fakeRoom'
import { fakeServer } from './fakeServer'

const asked = new URLSearchParams(location.search)
window.fetch = fakeServer(asked.get('role') ?? 'chair')
await preferences.start()
mount(App, {
  target: document.getElementById('app')!,
  props: {
    parts: {
      meetingPage: async () => (await import('../../src/views/MeetingPage.svelte')).default,
      openRoom: (me, text) => {
        const room = fakeRoom(me, text, Number(asked.get('size') ?? 1))
        ;(window as unknown as { room: FakeRoom }).room = room
        return room
      },
      createEditor: fakeEditor,
    },
  },
})
