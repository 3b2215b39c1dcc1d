import { isUnspaced, pairsOf } from '@parley/text/fold'
import { foldedText } from './visitor-text.ts'

/** Shorter words are found as they are: too many begin with them. */
const minPrefixLength = 3

/**
 * What finds the search documents of a workspace (see `document_lexemes`) that have all words of a text, or words that begin
 * with them; undefined for a text without any.
 */
export function documentQuery(workspaceId: string, text: string): string | undefined {
  const owner = workspaceId.slice(-12)
  const operands = foldedText(text)
    .split(' ')
    .filter((word) => word !== '')
    .flatMap((word) => {
      // Folding leaves neither quotes nor backslashes.
      if (isUnspaced(word)) return pairsOf(word).map((pair) => `'${owner}${pair}'`)
      return [`'${owner}${word}'${word.length < minPrefixLength ? '' : ':*'}`]
    })
  return operands.length === 0 ? undefined : operands.join(' & ')
}
