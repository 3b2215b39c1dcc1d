import type { ImportProblem } from '@parley/contracts/imports/import'
import { maxContentLength } from '@parley/contracts/messages/message'
import { type ImportedMessage, maxImported } from '@parley/contracts/messages/writing'
import { showsSomething } from '@parley/contracts/text'
import type { Noted, SourceFile, SourceMessage, SourcePage, SourcePosition } from './archive.ts'

/** What becomes of an entry of an archive: a message, and what it lost; or nothing, and why. */
export type Translated =
  | { message: ImportedMessage; lost: readonly ImportProblem[]; files?: readonly SourceFile[] }
  | { problem: ImportProblem }

/** About as much text is stored at once, so that a batch takes no longer where texts are long. */
const maxPageCharacters = 2 * 1024 ** 2
/** Files are stored one by one, before the messages of their page. */
const maxPageFiles = 50

/** Collects what a page of an archive has. */
export class PageBuilder {
  #entries = 0
  #characters = 0
  #files = 0
  #messages: SourceMessage[] = []
  #noted: Noted[] = []

  /** Something that is wrong with more than one entry. */
  note(noted: Noted): void {
    this.#noted.push(noted)
  }

  /**
   * Takes an entry.
   *
   * @param name of the entry, as a report names it
   * @param seen the keys of those among which it must not be twice
   */
  take(channel: string, translated: Translated, name: string, seen: Set<string>): void {
    this.#entries += 1
    const problem = 'problem' in translated ? translated.problem : problemOf(translated, seen)
    if (problem) return void this.#noted.push({ channel, problem, name, isLeftOut: true })
    if ('problem' in translated) return
    const { message, lost, files } = translated
    seen.add(message.key)
    for (const each of lost) this.#noted.push({ channel, problem: each, name, isLeftOut: false })
    this.#messages.push({ channel, message, ...(files && { files }) })
    this.#characters += message.content.length
    this.#files += files?.length ?? 0
  }

  get isFull(): boolean {
    return this.#messages.length >= maxImported || this.#characters > maxPageCharacters || this.#files >= maxPageFiles
  }

  /** What was collected, and begins anew. */
  flush(position: SourcePosition, bytes: number): SourcePage {
    const page = { entries: this.#entries, messages: this.#messages, noted: this.#noted, position, bytes }
    this.#entries = 0
    this.#characters = 0
    this.#files = 0
    this.#messages = []
    this.#noted = []
    return page
  }
}

function problemOf(
  { message: { key, content, deleted_at }, files = [] }: Extract<Translated, { message: unknown }>,
  seen: ReadonlySet<string>,
): ImportProblem | undefined {
  if (seen.has(key)) return 'repeated'
  if (deleted_at) return undefined
  if (!showsSomething(content) && files.length === 0) return 'empty'
  return isTooLong(content) ? 'too_long' : undefined
}

/** Counted in characters, of which some are two UTF-16 units. */
const isTooLong = (text: string): boolean =>
  text.length > maxContentLength && (text.length > 2 * maxContentLength || [...text].length > maxContentLength)
