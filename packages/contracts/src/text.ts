import * as z from 'zod'

/** Letters, digits, punctuation and symbols; not blanks such as U+2800, nor the fillers that Unicode counts as letters. */
const visible = /[[\p{L}\p{N}\p{P}\p{S}]--[\p{Default_Ignorable_Code_Point}\u2800\u{1d159}]]/v

/** Whether a reader would see anything of this text. */
export const showsSomething = (text: string): boolean => visible.test(text)

/** The scripts that are written with joiners between their letters. */
const joining = [
  ...['Arabic', 'Bengali', 'Devanagari', 'Gujarati', 'Gurmukhi', 'Kannada', 'Khmer', 'Malayalam', 'Mongolian'],
  ...['Myanmar', 'Nko', 'Oriya', 'Sinhala', 'Syriac', 'Tamil', 'Telugu'],
]
  .map((script) => `\\p{Script=${script}}`)
  .join('')

/** Where characters that show nothing belong to what is shown. */
const inPlace = new RegExp(
  [
    // Emoji: presentation, sequences such as 👩‍💻, flags of regions.
    '(?<=\\p{Emoji})[\\ufe0e\\ufe0f]',
    '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})',
    '(?<=\\u{1f3f4})[\\u{e0020}-\\u{e007e}]{1,32}\\u{e007f}',
    // Variants of Han and Mongolian characters, as in Japanese names.
    '(?<=\\p{Script=Han})[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]',
    '(?<=\\p{Script=Mongolian})[\\u180b-\\u180d\\u180f]',
    `(?<=[${joining}])[\\u200c\\u200d](?=[${joining}])`,
  ].join('|'),
  'gv',
)

/** Control characters, line breaks, what reorders its neighbours or shows nothing (both are default-ignorable). */
const deceiving = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/v

/** Whether a text has characters that break lines, reorder what is around them, or hide. */
export const hidesSomething = (text: string): boolean => deceiving.test(text.replaceAll(inPlace, ''))

/**
 * One line that is what it looks like: a name of a person or a thing. Trimmed; something of it can be seen, and nothing
 * in it breaks the line, reorders its neighbours or hides.
 *
 * @param maxLength in UTF-16 code units, after trimming
 */
export const visibleLine = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maxLength)
    .superRefine((text, context) => {
      if (text === '') return
      if (hidesSomething(text))
        context.addIssue('Must not contain control characters, line breaks, or characters that hide or reorder text.')
      else if (!showsSomething(text)) context.addIssue('Must show something.')
    })
