/** Content <-> the `XmlFragment` of a paragraph or draft. Reading has no side effects; writing changes the least. */
import * as Y from 'yjs'
import type { Content, Piece } from '../drafting/types'
import { OBJECT, FOOTNOTE, sameContent, targetOf, tidy, wordsOf } from './content'

const MARKS = ['em', 'strong'] as const
type Attributes = Record<string, object | null>

/** What the fragment says. Whatever is not known is passed over, never deleted. */
export function readBody(body: Y.XmlFragment): Content {
  const pieces: Piece[] = []
  for (const child of body.toArray()) {
    if (child instanceof Y.XmlText) pieces.push(...readText(child))
    else if (child instanceof Y.XmlElement && child.nodeName === 'footnote')
      pieces.push({ t: OBJECT, m: [FOOTNOTE + (child.getAttribute('target') ?? '')] })
  }
  return tidy(pieces)
}

function readText(text: Y.XmlText): Piece[] {
  const out: Piece[] = []
  for (const part of text.toDelta() as Array<{ insert: unknown; attributes?: Record<string, unknown> }>) {
    if (typeof part.insert !== 'string') continue
    const marks = MARKS.filter(mark => part.attributes?.[mark])
    out.push(marks.length ? { t: part.insert, m: marks } : { t: part.insert })
  }
  return out
}

/** Makes the fragment say `next`. Words that stay keep their identity, so that concurrent typing merges. */
export function writeBody(body: Y.XmlFragment, next: Content): void {
  const before = readBody(body)
  if (sameContent(before, next)) return
  const { start, oldEnd, newEnd } = changedRange(before, next)
  if (oldEnd > start) deleteRange(body, start, oldEnd)
  insertRange(body, next, start, newEnd)
  formatAll(body, next)
}

/** The fragment of a new paragraph or draft. */
export function newBody(content: Content): Y.XmlFragment {
  const body = new Y.XmlFragment()
  const children: Array<Y.XmlText | Y.XmlElement> = []
  let text: Y.XmlText | null = null
  let at = 0
  for (const piece of content) {
    const target = targetOf(piece)
    if (target !== null) {
      children.push(newFootnote(target))
      text = null
      continue
    }
    if (!text) {
      text = new Y.XmlText()
      children.push(text)
      at = 0
    }
    text.insert(at, piece.t, attributesOf(piece, false))
    at += piece.t.length
  }
  if (!children.length) children.push(new Y.XmlText())
  body.insert(0, children)
  return body
}

function newFootnote(target: string): Y.XmlElement {
  const element = new Y.XmlElement('footnote')
  element.setAttribute('target', target)
  return element
}

function attributesOf(piece: Piece, explicit: boolean): Attributes {
  const out: Attributes = {}
  for (const mark of MARKS) {
    if (piece.m?.includes(mark)) out[mark] = {}
    else if (explicit) out[mark] = null
  }
  return out
}

/** One key for each UTF-16 unit where footnotes of different targets differ. */
function signature(content: Content): { words: string; targets: Map<number, string> } {
  const targets = new Map<number, string>()
  let at = 0
  for (const piece of content) {
    const target = targetOf(piece)
    if (target !== null) targets.set(at, target)
    at += piece.t.length
  }
  return { words: wordsOf(content), targets }
}

function changedRange(before: Content, next: Content): { start: number; oldEnd: number; newEnd: number } {
  const a = signature(before)
  const b = signature(next)
  const same = (i: number, j: number): boolean =>
    a.words.charCodeAt(i) === b.words.charCodeAt(j) && a.targets.get(i) === b.targets.get(j)
  const most = Math.min(a.words.length, b.words.length)
  let start = 0
  while (start < most && same(start, start)) start++
  let oldEnd = a.words.length
  let newEnd = b.words.length
  while (oldEnd > start && newEnd > start && same(oldEnd - 1, newEnd - 1)) {
    oldEnd--
    newEnd--
  }
  if (start > 0 && (isLow(a.words, start) || isLow(b.words, start))) start--
  if (isLow(a.words, oldEnd) || isLow(b.words, newEnd)) {
    oldEnd++
    newEnd++
  }
  return { start, oldEnd, newEnd }
}

const isLow = (words: string, at: number): boolean => (words.charCodeAt(at) & 0xfc00) === 0xdc00

interface Part { index: number; child: Y.XmlText | Y.XmlElement; from: number; to: number }

function parts(body: Y.XmlFragment): Part[] {
  const out: Part[] = []
  let at = 0
  body.toArray().forEach((child, index) => {
    if (child instanceof Y.XmlText) out.push({ index, child, from: at, to: (at += readText(child).reduce((n, p) => n + p.t.length, 0)) })
    else if (child instanceof Y.XmlElement && child.nodeName === 'footnote') out.push({ index, child, from: at, to: ++at })
  })
  return out
}

function deleteRange(body: Y.XmlFragment, from: number, to: number): void {
  for (const part of parts(body).reverse()) {
    const low = Math.max(from, part.from)
    const high = Math.min(to, part.to)
    if (low >= high) continue
    if (part.child instanceof Y.XmlText) part.child.delete(low - part.from, high - low)
    else body.delete(part.index, 1)
  }
}

function insertRange(body: Y.XmlFragment, next: Content, from: number, to: number): void {
  let at = 0
  for (const piece of next) {
    const low = Math.max(from, at)
    const high = Math.min(to, at + piece.t.length)
    if (low < high) {
      const target = targetOf(piece)
      if (target !== null) insertFootnote(body, low, target)
      else insertText(body, low, { ...piece, t: piece.t.slice(low - at, high - at) })
    }
    at += piece.t.length
  }
}

function insertText(body: Y.XmlFragment, at: number, piece: Piece): void {
  const all = parts(body)
  const home = all.find(part => part.child instanceof Y.XmlText && part.from <= at && at <= part.to)
  if (home) return (home.child as Y.XmlText).insert(at - home.from, piece.t, attributesOf(piece, true))
  const text = new Y.XmlText()
  body.insert(indexAt(all, at), [text])
  text.insert(0, piece.t, attributesOf(piece, false))
}

function insertFootnote(body: Y.XmlFragment, at: number, target: string): void {
  const all = parts(body)
  const inside = all.find(part => part.child instanceof Y.XmlText && part.from < at && at < part.to)
  if (!inside) return body.insert(indexAt(all, at), [newFootnote(target)])
  const text = inside.child as Y.XmlText
  const tail = cutDelta(text, at - inside.from)
  text.delete(at - inside.from, inside.to - at)
  const rest = new Y.XmlText()
  body.insert(inside.index + 1, [newFootnote(target), rest])
  rest.applyDelta(tail)
}

function cutDelta(text: Y.XmlText, from: number): Array<{ insert: string; attributes: Attributes }> {
  const out: Array<{ insert: string; attributes: Attributes }> = []
  let at = 0
  for (const piece of readText(text)) {
    const words = piece.t.slice(Math.max(from - at, 0))
    if (at + piece.t.length > from && words) out.push({ insert: words, attributes: attributesOf(piece, false) })
    at += piece.t.length
  }
  return out
}

function indexAt(all: Part[], at: number): number {
  const next = all.find(part => part.from >= at && !(part.from === at && part.to === at))
  if (next) return next.index
  const last = all[all.length - 1]
  return last ? last.index + 1 : 0
}

function formatAll(body: Y.XmlFragment, next: Content): void {
  for (const part of parts(body)) {
    if (!(part.child instanceof Y.XmlText)) continue
    const now = marksAt(readText(part.child), part.from)
    let at = 0
    for (const piece of next) {
      const low = Math.max(part.from, at)
      const high = Math.min(part.to, at + piece.t.length)
      at += piece.t.length
      if (low < high && !now(low, high, (piece.m ?? []).join(' '))) part.child.format(low - part.from, high - low, attributesOf(piece, true))
    }
  }
}

/** Whether a range carries exactly these marks throughout. */
function marksAt(pieces: Piece[], start: number): (low: number, high: number, marks: string) => boolean {
  return (low, high, marks) => {
    let at = start
    for (const piece of pieces) {
      if (Math.max(low, at) < Math.min(high, at + piece.t.length) && (piece.m ?? []).join(' ') !== marks) return false
      at += piece.t.length
    }
    return true
  }
}
