/** Places in a body that stay with their words while others type. */
import * as Y from 'yjs'

/** A relative position as it travels in presence, or a plain offset where there is no body yet. */
export type Place = object | number

export function toPlace(body: Y.XmlFragment | null, offset: number): Place {
  let at = 0
  for (const child of body?.toArray() ?? []) {
    if (child instanceof Y.XmlText) {
      if (offset <= at + child.length) return Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(child, offset - at, -1)) as object
      at += child.length
    } else at++
  }
  return offset
}

/** Null for a place that is not here (yet), and for what another browser calls a place and is none. */
export function fromPlace(doc: Y.Doc, body: Y.XmlFragment | null, place: Place): number | null {
  if (typeof place === 'number') return Number.isSafeInteger(place) && place >= 0 ? place : null
  const absolute = absoluteOf(doc, place)
  if (!absolute || !body) return null
  let at = 0
  for (const child of body.toArray()) {
    if (child === (absolute.type as unknown)) return at + absolute.index
    at += child instanceof Y.XmlText ? child.length : 1
  }
  return null
}

function absoluteOf(doc: Y.Doc, place: Place): Y.AbsolutePosition | null {
  try {
    return Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(place), doc)
  } catch {
    return null // the library looks up whatever it is told
  }
}
