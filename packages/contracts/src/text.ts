import * as z from 'zod'
import { isEmojiSymbol } from './emoji.ts'

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

/** Where characters that show nothing belong to the letters around them. */
const inPlace = new RegExp(
  `(?<=\\p{Script=Mongolian})[\\u180b-\\u180d\\u180f]|(?<=[${joining}])[\\u200c\\u200d](?=[${joining}])`,
  'gv',
)

const emojiElement = '\\p{Emoji}(?:\\p{Emoji_Modifier}|\\ufe0f\\u20e3?)?(?:[\\u{e0020}-\\u{e007e}]+\\u{e007f})?'
/** What may be an emoji of several characters: keycaps, 👩‍💻, flags of regions. */
const emojiSequence = new RegExp(`${emojiElement}(?:\\u200d${emojiElement})*`, 'gv')
/** A symbol that Unicode has both as text and as emoji, shown as text. */
const textSymbol = /(?<=[\p{Emoji}--\p{Emoji_Presentation}--[#*0-9]])\ufe0e/gv

/** Control characters, line breaks, what reorders its neighbours or shows nothing (both are default-ignorable). */
const deceiving = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/v

/** Whether a text has characters that show nothing, whatever is around them. */
export const hasInvisible = (text: string): boolean => /\p{Default_Ignorable_Code_Point}/v.test(text)

/** Whether a text has characters that break lines, reorder what is around them, or hide. */
function hidesSomething(text: string): boolean {
  if (!deceiving.test(text)) return false
  const rest = text
    .replaceAll(textSymbol, '')
    .replaceAll(emojiSequence, (emoji) => (isEmojiSymbol(emoji) ? ' ' : emoji))
    .replaceAll(inPlace, '')
  return deceiving.test(rest)
}

/** What keyboards write and hardly anybody sees: selectors after what is an emoji anyway, variants of Han characters. */
const redundant = /(?<=\p{Emoji_Presentation})\ufe0f+|(?<=\p{Script=Han})[\ufe00-\ufe02\u{e0100}-\u{e01ef}]+/gv

/**
 * One line that is what it looks like: a name of a person or a thing. Trimmed; something of it can be seen, and nothing
 * in it breaks the line, reorders its neighbours or hides. Variation selectors are dropped where nobody sees them.
 *
 * @param maxLength in UTF-16 code units, after trimming
 */
export const visibleLine = (maxLength: number) =>
  z
    .string()
    .trim()
    .overwrite((text) => text.replaceAll(redundant, ''))
    .min(1)
    .max(maxLength)
    .superRefine((text, context) => {
      if (text === '') return
      if (hidesSomething(text))
        context.addIssue('Must not contain control characters, line breaks, or characters that hide or reorder text.')
      else if (!showsSomething(text)) context.addIssue('Must show something.')
    })
    .describe(
      'One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped.',
    )
