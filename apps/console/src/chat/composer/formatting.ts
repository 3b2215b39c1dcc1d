/** A text with what is selected in it. */
export interface Selected {
  text: string
  start: number
  end: number
}

/** Puts a mark around what is selected, or takes it away where it is: `**` for bold, `_` for italic. */
export function toggleMark({ text, start, end }: Selected, mark: string): Selected {
  const { length } = mark
  const selected = text.slice(start, end)
  const isAround = text.slice(start - length, start) === mark && text.slice(end, end + length) === mark
  if (isAround && start >= length)
    return {
      text: text.slice(0, start - length) + selected + text.slice(end + length),
      start: start - length,
      end: end - length,
    }
  return {
    text: text.slice(0, start) + mark + selected + mark + text.slice(end),
    start: start + length,
    end: end + length,
  }
}

/** A message as it is quoted before an answer. */
export const quoted = (text: string): string =>
  `${text
    .trim()
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n')}\n\n`
