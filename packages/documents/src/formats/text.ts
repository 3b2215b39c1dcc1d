import type { Block } from '../blocks.ts'
import { decodeText } from '../decode-text.ts'

const bullet = /^\s*(?:[-*•◦▪‣–]|\d{1,3}[.)])\s+(?=\S)/

/** Plain text: paragraphs between empty lines, and lists where every line is an item. */
export function* readText(bytes: Buffer): Generator<Block> {
  for (const paragraph of decodeText(bytes).split(/(?:\r\n?|\n)[^\S\r\n]*(?:\r\n?|\n)\s*/)) {
    const lines = paragraph.split(/\r\n?|\n/).filter((line) => line.trim() !== '')
    if (lines.length > 1 && lines.every((line) => bullet.test(line)))
      for (const line of lines) yield { kind: 'list_item', text: line }
    else yield { kind: 'paragraph', text: paragraph }
  }
}
