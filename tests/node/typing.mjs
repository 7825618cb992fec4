/** What people do to a working text in Yjs, by chance; and how such a text is read. */
const modules = new URL('../../frontend/node_modules/', import.meta.url)
const Y = await import(new URL('yjs/dist/yjs.mjs', modules))

export const LOCKED = 'agreed'
const WORDS = ['shall ', 'should ', 'a', ' ', '😀', '👩‍👩‍👧 ', 'مرحبا ', 'النص', '缔约方', '应 ', 'é', 'e\u0301 ', '[', ']', '𝄞']
const FIELDS = ['order', 'kind', 'level', 'label', 'body']
const MARKS = ['em', 'strong']

export function acts(doc, chance) {
  const root = doc.getMap('paragraphs')
  const open = [...root.keys()].filter(id => id !== LOCKED).sort()
  // Now and then somebody writes where nothing may be written, and is refused.
  const id = !open.length || chance.next() < 0.01 ? LOCKED : chance.of(open)
  const paragraph = root.get(id)
  if (!paragraph) return add(root, chance)
  const body = paragraph.get('body')
  const what = chance.next()
  if (what < 0.04) add(root, chance)
  else if (what < 0.08 && open.length > 2 && id !== LOCKED) root.delete(id)
  else if (what < 0.12) paragraph.set('order', `a${chance.below(9)}V`)
  else if (what < 0.2) split(root, paragraph, chance)
  else if (what < 0.25) note(body, chance)
  else inside(texts(body, chance), chance)
}

const texts = (body, chance) => {
  const found = body.toArray().filter(child => child instanceof Y.XmlText)
  if (!found.length) body.insert(body.length, [found[0] = new Y.XmlText()])
  return chance.of(found)
}

/** A place between two characters, in UTF-16: never inside a pair. */
function place(words, chance) {
  const at = chance.below(words.length + 1)
  return at > 0 && words.codePointAt(at - 1) > 0xffff ? at + 1 : at
}

/** What stands in a text node, without its marks. */
const plain = text => text.toDelta().map(({ insert }) => insert).join('')

function inside(text, chance) {
  const words = plain(text)
  const [low, high] = [place(words, chance), place(words, chance)].sort((a, b) => a - b)
  const what = chance.next()
  if (what < 0.5) text.insert(low, chance.of(WORDS))
  else if (what < 0.6) text.insert(low, chance.of(WORDS), { [chance.of(MARKS)]: {} })
  else if (what < 0.75 && high > low) text.delete(low, high - low)
  else if (high > low) text.format(low, high - low, { [chance.of(MARKS)]: chance.next() < 0.7 ? {} : null })
}

function write(root, id, order, content) {
  const paragraph = new Y.Map()
  const body = new Y.XmlFragment()
  for (const [name, value] of Object.entries({ order, kind: 'op', level: 0, label: '' })) paragraph.set(name, value)
  paragraph.set('body', body)
  root.set(id, paragraph)
  const text = new Y.XmlText()
  body.insert(0, [text])
  text.applyDelta(content)
}

const newId = chance => `n${chance.below(1e9)}`

function add(root, chance) {
  write(root, newId(chance), `a${chance.below(9)}V`, [{ insert: chance.of(WORDS) }])
}

/** A paragraph is cut in two, and its marks with it: the rest goes into a new one. */
function split(root, paragraph, chance) {
  const text = texts(paragraph.get('body'), chance)
  const words = plain(text)
  const at = place(words, chance)
  if (at === words.length) return
  const rest = []
  let passed = 0
  for (const { insert, attributes = {} } of text.toDelta()) {
    const kept = insert.slice(Math.max(0, at - passed))
    if (kept) rest.push({ insert: kept, attributes })
    passed += insert.length
  }
  text.delete(at, words.length - at)
  write(root, newId(chance), `${paragraph.get('order')}V`, rest)
}

function note(body, chance) {
  const reference = new Y.XmlElement('footnote')
  reference.setAttribute('target', 'p1')
  body.insert(chance.below(body.length + 1), [reference])
}

/** Whether every paragraph has all that makes it one. */
export function allWhole(doc) {
  const has = paragraph => FIELDS.every(name => paragraph.has(name)) && paragraph.get('body').length > 0
  return [...doc.getMap('paragraphs').values()].every(has)
}

const SIGN = '\uFFFC'

/** The paragraphs in their order: `[id, kind, level, label, [[words, marks]...]]`. */
export function readText(doc) {
  const before = (a, b) => (a < b ? -1 : a > b ? 1 : 0)
  return [...doc.getMap('paragraphs')]
    .sort(([a, one], [b, other]) => before(one.get('order'), other.get('order')) || before(a, b))
    .map(([id, p]) => [id, p.get('kind'), p.get('level'), p.get('label'), pieces(p.get('body'))])
}

function pieces(body) {
  const found = []
  const add = (words, marks) => {
    const last = found.at(-1)
    if (last && `${last[1]}` === `${marks}`) last[0] += words
    else found.push([words, marks])
  }
  for (const child of body.toArray()) {
    if (child instanceof Y.XmlElement) add(SIGN, [`fn:${child.getAttribute('target')}`])
    else for (const { insert, attributes = {} } of child.toDelta()) add(insert, Object.keys(attributes).sort())
  }
  return found
}
