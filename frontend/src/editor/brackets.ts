/** The brackets of one paragraph as they are marked in the view. */
export interface BracketMark { at: number; open: boolean; depth: number; paired: boolean }

/** Offsets are UTF-16 units; a bracket without a partner in its paragraph (it may close in another one) is marked too. */
export function bracketMarks(words: string): BracketMark[] {
  if (!words.includes('[') && !words.includes(']')) return []
  const out: BracketMark[] = []
  const open: BracketMark[] = []
  for (let at = 0; at < words.length; at++) {
    const character = words[at]
    if (character === '[') {
      const mark = { at, open: true, depth: open.length + 1, paired: false }
      open.push(mark)
      out.push(mark)
    } else if (character === ']') {
      const partner = open.pop()
      if (partner) partner.paired = true
      out.push({ at, open: false, depth: partner?.depth ?? 1, paired: partner !== undefined })
    }
  }
  return out
}
