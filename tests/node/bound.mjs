/**
 * Two editors of another make on one paragraph's body, bound as docs/interop.md says:
 * `node bound.mjs CASE`, a JSON object `{base, link, room, paragraph, seed, acts, binding}`.
 *
 * Prints `[[words, marks]...]`, as both editors show the paragraph when everything is saved.
 */
import { JSDOM } from '../../frontend/node_modules/jsdom/lib/api.js'
import { random } from './chance.mjs'
import { enter } from './browser.mjs'
import { join, socketOf } from './visitor.mjs'

const { window } = new JSDOM('<!doctype html>', { pretendToBeVisual: true })
for (const name of ['document', 'MutationObserver', 'getSelection', 'Node', 'HTMLElement']) globalThis[name] = window[name]
globalThis.window = window

const modules = new URL('../../frontend/node_modules/', import.meta.url)
const { Schema } = await import(new URL('prosemirror-model/dist/index.js', modules))
const { EditorState, TextSelection } = await import(new URL('prosemirror-state/dist/index.js', modules))
const { EditorView } = await import(new URL('prosemirror-view/dist/index.js', modules))
const { toggleMark } = await import(new URL('prosemirror-commands/dist/index.js', modules))
const { base, link, room: name, paragraph, seed, acts, binding } = JSON.parse(process.argv[2])
const { bind, read, undoOf } = await import(binding)
const WORDS = ['shall ', 'should ', 'a', ' ', '😀', '😁', '👩‍👩‍👧 ', 'مرحبا ', 'النص', '缔约方', 'é', 'e\u0301 ', '[', ']', '𝄞']

/** The document is the paragraph: its content is what the body holds. */
const schema = new Schema({
  nodes: {
    doc: { content: 'inline*' },
    text: { group: 'inline' },
    footnote: { group: 'inline', inline: true, atom: true, attrs: { target: { default: '' } }, toDOM: () => ['sup'] },
  },
  marks: { em: { toDOM: () => ['em', 0] }, strong: { toDOM: () => ['strong', 0] } },
})

function editor(room) {
  const body = room.doc.getMap('paragraphs').get(paragraph).get('body')
  const place = document.body.appendChild(document.createElement('div'))
  const state = EditorState.create({ doc: read(body, schema) })
  const view = new EditorView(place, { state, ...bind(body, () => view) })
  return { view, undo: undoOf(body) }
}

/** The next place between two characters, in UTF-16: a caret never stands inside a pair. */
function between(doc, at) {
  return /[\uD800-\uDBFF]/.test(doc.textBetween(Math.max(0, at - 1), at, '', '\uFFFC')) ? at + 1 : at
}

function act({ view, undo, chance }) {
  const { state } = view
  const what = chance.next()
  const place = () => between(state.doc, chance.below(state.doc.content.size + 1))
  const [from, to] = [place(), place()].sort((a, b) => a - b)
  const select = tr => tr.setSelection(TextSelection.create(tr.doc, from, to))
  if (what < 0.5) view.dispatch(state.tr.insertText(chance.of(WORDS), from))
  else if (what < 0.6) view.dispatch(state.tr.insertText(chance.of(WORDS), from, to))
  else if (what < 0.7) view.dispatch(state.tr.delete(from, Math.min(to, between(state.doc, Math.min(to, from + 12)))))
  else if (what < 0.85) {
    view.dispatch(select(state.tr))
    toggleMark(chance.of([schema.marks.em, schema.marks.strong]))(view.state, view.dispatch)
  } else if (what < 0.9) view.dispatch(state.tr.insert(from, schema.nodes.footnote.create({ target: paragraph })))
  else if (what < 0.97) undo.undo()
  else undo.redo()
}

function shown({ state: { doc } }) {
  const runs = []
  doc.forEach(node => {
    const marks = node.isText ? node.marks.map(mark => mark.type.name).sort() : [`fn:${node.attrs.target}`]
    const words = node.isText ? node.text : '\uFFFC'
    if (`${runs.at(-1)?.[1]}` === `${marks}`) runs.at(-1)[0] += words
    else runs.push([words, marks])
  })
  return JSON.stringify(runs)
}

async function sit(name_, number) {
  const room = enter(socketOf(base, await join(base, link, name_)), name)
  await room.until('grant')
  await room.saved()
  return { room, ...editor(room), chance: random(seed * 10 + number) }
}

const seats = await Promise.all(['One', 'Another'].map(sit))
await Promise.all(seats.map(async seat => {
  for (let done = 0; done < acts;) {
    for (let few = 1 + seat.chance.below(5); few > 0; few--, done++) act(seat)
    await seat.room.saved()
  }
}))
await Promise.all(seats.map(({ room }) => room.saved()))
const [one, other] = seats
while (shown(one.view) !== shown(other.view)) await Promise.race(seats.map(({ room }) => room.next('update')))
console.log(shown(one.view))
process.exit(0)
