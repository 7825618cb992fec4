/** Files that people bring in, as words. */

export const formatOf = (name: string): 'md' | 'txt' => (/\.(md|markdown)$/i.test(name) ? 'md' : 'txt')

/** A text that somebody is about to bring in. */
export interface Begun { title: string; source: string; name: string; format: 'md' | 'txt' }
export const NOTHING_YET: Readonly<Begun> = { title: '', source: '', name: '', format: 'txt' }

/** Pasted words have no name: headings, footnotes and words between stars are Markdown. */
export const formatOfWords = (words: string): 'md' | 'txt' =>
  (/^#{1,6} \S/m.test(words) || /^\[\^[^\]]+\]: /m.test(words) || /(^|[\s[])(\*{1,3})\S[^*\n]*\2/m.test(words) ? 'md' : 'txt')

/** The words of a file: UTF-8, UTF-16 with its mark, else the old Western encoding. Rejects what is not text. */
export async function readSource(file: Blob): Promise<string> {
  return decode(new Uint8Array(await file.arrayBuffer()))
}

export function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  if (bytes.subarray(0, 4096).includes(0)) throw new Error('not a text file')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** A title to start from: the first line with words, without its Markdown marks. */
export function firstLine(source: string): string {
  const line = source.split(/\r?\n/).find(l => l.trim()) ?? ''
  return line.replace(/^[#>\s*_]+/, '').replace(/[*_\s]+$/, '').slice(0, 200)
}
