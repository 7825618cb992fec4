/** The words as they are printed: `\\[sic\\]` reads `[sic]` (mirrors `unescaped` of adref/drafting/notation.py; [N14]). */
export const unescaped = (words: string): string => (words.includes('\\') ? words.replace(/\\([[\]])/g, '$1') : words)
