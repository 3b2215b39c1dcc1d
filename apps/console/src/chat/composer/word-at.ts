/** What begins a word that asks for suggestions: people, channels, emoji from two letters on. */
type Trigger = '@' | '#' | ':'

/** A word that is being typed, and where it begins. */
export interface Word {
  trigger: Trigger
  query: string
  start: number
}

/** The word before the caret that asks for suggestions, and where it begins. */
export function wordAt(text: string, caret: number): Word | undefined {
  const found = /(?:^|[\s(])([@#]|:(?=.{2}))([\p{L}\p{N}._+-]{0,40})$/u.exec(text.slice(0, caret))
  if (!found) return undefined
  const [, trigger, query = ''] = found
  return { trigger: trigger as Trigger, query, start: caret - query.length - 1 }
}
