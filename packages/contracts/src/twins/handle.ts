import * as z from 'zod'

/** Characters (UTF-16 code units) that a twin's handle may have. */
export const maxHandleLength = 50

/** The built-in twin that answers where none is named. */
export const defaultTwinHandle = 'lvng'

/** What `@channel` and the like mean; no twin is called so. */
const reserved = new Set(['channel', 'here', 'everyone', 'all'])

/** Letters and digits of any script, joined by single dots, dashes and underscores. */
const form = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:[._-][\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*$/u

/** The scripts that one handle may be written in (Unicode TS 39, highly restrictive): mixtures look like other handles. */
const scripts = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
].map(
  (mixed) => new RegExp(`^(?:${[...mixed, 'Common', 'Inherited'].map((name) => `\\p{scx=${name}}`).join('|')})*$`, 'u'),
)

/** What is written in one script, whichever that is: no two of its letters have no script in common. */
function isOfOneScript(text: string): boolean {
  return scripts.some((mixture) => mixture.test(text)) || singleScripts.some((script) => script.test(text))
}

/** Scripts of Unicode's recommended set (UAX 31, table 5) beside those of the mixtures. */
const singleScripts = [
  ...['Arabic', 'Armenian', 'Bengali', 'Cyrillic', 'Devanagari', 'Ethiopic', 'Georgian', 'Greek', 'Gujarati'],
  ...['Gurmukhi', 'Hebrew', 'Kannada', 'Khmer', 'Lao', 'Malayalam', 'Myanmar', 'Oriya', 'Sinhala', 'Tamil', 'Telugu'],
  ...['Thaana', 'Thai', 'Tibetan'],
].map((name) => new RegExp(`^[\\p{scx=${name}}\\p{scx=Common}\\p{scx=Inherited}]*$`, 'u'))

/**
 * What is an id once its signs are left out, as handles are compared: a UUID, or a twin's TypeID. Wherever a twin is named by
 * its handle, it can be named by its id, too.
 */
const idForm = /^(?:[0-9a-f]{32}|twin[0-7][0-9a-hjkmnp-tv-z]{25})$/

/** What a twin is mentioned by. Compatibility forms and case are written in one way; how it is compared is `foldHandle`'s to say. */
export const Handle = z
  .string()
  .max(4 * maxHandleLength)
  .overwrite((text) => text.trim().replace(/^@/, '').normalize('NFKC').toLowerCase().normalize('NFKC'))
  .min(1)
  .max(maxHandleLength)
  .superRefine((handle, context) => {
    if (handle === '') return
    if (!form.test(handle))
      context.addIssue('Must be letters and digits, with single dots, dashes or underscores between them.')
    else if (!isOfOneScript(handle)) context.addIssue('Must be written in one script.')
    else if (reserved.has(handle)) context.addIssue('Is reserved.')
    else if (idForm.test(handle.replaceAll(/[._-]/g, ''))) context.addIssue('Reads as an id.')
  })
  .describe(
    `What mentions it after \`@\`: letters and digits of one script, with single dots, dashes or underscores between them, at most ${maxHandleLength} characters. Stored in lower case, as mentions are compared.`,
  )

/** A name as a handle: `Steve Jobs` → `steve-jobs`. It is no handle where nothing is left, and is checked as any. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(/['’]/g, '')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .map((word) => word.replace(/^\p{M}+/u, ''))
    .filter((word) => word !== '')
    .join('-')
    .slice(0, maxHandleLength)
    .replace(/-$/, '')
