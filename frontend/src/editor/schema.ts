/** One schema for the editor and the read view: slots of one paragraph each, with inline content. */
import { Schema, type Node } from 'prosemirror-model'
import type { Content, Kind, Piece } from '../drafting/types'
import { FOOTNOTE, OBJECT, targetOf, tidy } from '../crdt/content'

/** The element of a paragraph of this kind and level: headings are headings, below the page's own. Sources often leave a level out. */
export function tagOf(kind: string, level: number): string {
  if (kind === 'title' || kind === 'annex') return 'h2'
  if (kind === 'article') return 'h3'
  if (kind === 'heading') return level > 2 ? 'h4' : 'h3'
  return 'p'
}

/** What another window of ours has put on the clipboard says itself what it is. */
const ownShape = (dom: HTMLElement): Shape => ({ kind: dom.dataset.kind as Kind, level: Number(dom.dataset.level) || 0 })

/** Made here and not from a description: descriptions are searched for foreign ones, node by node. */
function element(tag: string, attributes: Record<string, string>): { dom: HTMLElement; contentDOM: HTMLElement } {
  const dom = document.createElement(tag)
  for (const name in attributes) dom.setAttribute(name, attributes[name]!)
  return { dom, contentDOM: dom }
}

export const schema = new Schema({
  nodes: {
    doc: { content: 'stretch+' },
    stretch: { content: 'slot+', selectable: false, toDOM: () => element('div', { class: 'stretch' }) }, // see slots.ts
    // `key` is the id of the working text's paragraph, or `draft:<id>` for an own new paragraph.
    slot: { content: 'paragraph', attrs: { key: { default: '' } }, isolating: true, defining: true, selectable: false, toDOM: () => element('div', { class: 'slot' }) },
    paragraph: {
      content: 'inline*',
      attrs: { kind: { default: 'plain' }, level: { default: 0 } },
      toDOM: node => {
        const kind = node.attrs.kind as string
        return element(tagOf(kind, node.attrs.level as number), { class: `words kind-${kind} level-${node.attrs.level as number}`, 'data-kind': kind, 'data-level': String(node.attrs.level), dir: 'auto' })
      },
      parseDOM: [
        { tag: '[data-kind]', getAttrs: ownShape },
        { tag: 'h1', attrs: { kind: 'title' } }, { tag: 'h2', attrs: { kind: 'heading', level: 1 } },
        { tag: 'h3', attrs: { kind: 'heading', level: 2 } }, { tag: 'h4', attrs: { kind: 'heading', level: 3 } },
        { tag: 'p' }, { tag: 'li' }, { tag: 'td' }, { tag: 'blockquote' }, { tag: 'pre' },
      ],
    },
    text: { group: 'inline' },
    footnote: {
      group: 'inline', inline: true, atom: true, selectable: false, attrs: { target: { default: '' } },
      toDOM: node => ['sup', { class: 'footnote-reference', 'data-target': node.attrs.target as string }],
      parseDOM: [{ tag: 'sup.footnote-reference', getAttrs: dom => ({ target: (dom as HTMLElement).dataset.target ?? '' }) }],
    },
  },
  marks: {
    em: { toDOM: () => ['em', 0], parseDOM: [{ tag: 'em' }, { tag: 'i' }, { style: 'font-style=italic' }] },
    strong: { toDOM: () => ['strong', 0], parseDOM: [{ tag: 'strong' }, { tag: 'b' }, { style: 'font-weight', getAttrs: value => /^(bold|[6-9]00)$/.test(value) && null }] },
  },
})

export interface Shape { kind: Kind; level: number }

export function inlineNodes(content: Content): Node[] {
  return content.flatMap((piece): Node[] => {
    const target = targetOf(piece)
    if (target !== null) return [schema.nodes.footnote!.create({ target })]
    const marks = (piece.m ?? []).flatMap(mark => (schema.marks[mark] ? [schema.marks[mark].create()] : []))
    return piece.t ? [schema.text(piece.t, marks)] : []
  })
}

/** What a paragraph's node says. One position of the node is one UTF-16 unit of the content. */
export function contentOf(paragraph: Node): Content {
  const pieces: Piece[] = []
  paragraph.forEach(node => {
    if (node.type === schema.nodes.footnote) return void pieces.push({ t: OBJECT, m: [FOOTNOTE + (node.attrs.target as string)] })
    const marks = node.marks.map(mark => mark.type.name).sort()
    pieces.push(marks.length ? { t: node.text!, m: marks } : { t: node.text! })
  })
  return tidy(pieces)
}

export function paragraphNode(shape: Shape, content: Content): Node {
  return schema.nodes.paragraph!.create({ kind: shape.kind, level: shape.level }, inlineNodes(content))
}

export function slotNode(key: string, shape: Shape, content: Content): Node {
  return schema.nodes.slot!.create({ key }, paragraphNode(shape, content))
}

export const keyOf = (slot: Node): string => slot.attrs.key as string
export const paragraphOf = (slot: Node): Node => slot.firstChild!
export const shapeOf = (slot: Node): Shape => ({ kind: paragraphOf(slot).attrs.kind as Kind, level: paragraphOf(slot).attrs.level as number })
