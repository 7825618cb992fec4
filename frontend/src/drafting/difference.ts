/**
 * The one comparison on which anchors, derived amendments and redlines stand: tokens become
 * characters, diff-match-patch compares those, its answer is counted in tokens
 * (mirrors adref/drafting/difference.py; equal answers only because it is used in the same way).
 */
import { diffMain } from 'diff-match-patch-es'

/** How far a comparison is refined: wholly unrelated texts get a coarser answer, not minutes. */
const ROUNDS = 1000
/** Different tokens that one character each can stand for. */
const MOST_TOKENS = 65_000

/** A run of tokens that is kept (0), deleted (-1) or inserted (+1), and how many. */
export type Step = readonly [op: -1 | 0 | 1, length: number]

/** How one sequence of tokens becomes another; deletions stand before insertions. */
export function difference(before: readonly string[], after: readonly string[]): Step[] {
  const letters = new Map<string, string>()
  const first = encode(before, letters)
  const second = encode(after, letters)
  if (letters.size > MOST_TOKENS) return steps([[-1, first], [1, second]])
  const options = { diffTimeout: 0 } // no guessing for speed: the budget bounds the work
  return steps(diffMain(first, second, options, false, budget(ROUNDS)))
}

/** A deadline that counts rounds, not milliseconds: the library asks `now > deadline` once a round. */
function budget(rounds: number): number {
  let left = rounds
  const deadline = { valueOf() { left -= 1; return left < 0 ? -Infinity : Infinity } }
  return deadline as unknown as number
}

function encode(tokens: readonly string[], letters: Map<string, string>): string {
  let out = ''
  for (const token of tokens) {
    let letter = letters.get(token)
    if (letter === undefined) letters.set(token, (letter = String.fromCharCode(letters.size + 1)))
    out += letter
  }
  return out
}

function steps(diffs: ReadonlyArray<readonly [number, string]>): Step[] {
  return diffs.filter(([, letters]) => letters).map(([op, letters]) => [op as Step[0], letters.length])
}
