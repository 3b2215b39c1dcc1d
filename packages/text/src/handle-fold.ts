/** A longer handle names nobody: it could not be indexed, and nobody would type it. In UTF-16 code units. */
export const maxHandleLength = 200

/**
 * A name or a written handle without what people write differently: case by Unicode's full folding, either Turkish i,
 * compatibility forms, characters that show nothing, spaces and the usual punctuation. Accents are kept. Handles are
 * stored and looked up in this form (`gateway.handles`), so both sides must use this function.
 *
 * @returns text that folds to itself; empty where nothing is left
 */
export function foldHandle(text: string): string {
  // Upper case has the full mappings (ß to SS) that lower case lacks, but for ẞ, which is lowered before.
  const cased = text.normalize('NFKD').replaceAll(invisible, '').toLowerCase().toUpperCase().toLowerCase()
  return cased.replaceAll('ς', 'σ').replaceAll(separators, '').replaceAll(dottedI, 'i').normalize('NFKC')
}

/** The handles a person is known by in their workspaces: their name and their address up to its `+` or `@`. */
export function handlesOf({ name, email }: { name: string; email: string }): string[] {
  const local = email.slice(0, email.lastIndexOf('@'))
  const handles = [name, local.split('+', 1)[0]!].map(foldHandle)
  return [...new Set(handles)].filter((handle) => handle !== '' && handle.length <= maxHandleLength)
}

/** What lower case makes of İ. */
const dottedI = /i\u0307+/g
const invisible = /\p{Default_Ignorable_Code_Point}/gu
const separators = /[\s\p{Pd}_.,:;'’‘ʼ"“”`()[\]/&+]/gu
