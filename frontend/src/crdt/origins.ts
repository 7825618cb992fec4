/** Who made a transaction. Only what this person does is undone by this person. */
export const OWN = 'own'
/** The working text changed under a draft and both were merged: nobody's act, never undone. */
export const MERGED = 'merged'
/** A draft was made, still equal to its basis: the words that follow are undone, the draft itself is not. */
export const BEGUN = 'begun'
