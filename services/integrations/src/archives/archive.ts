import type { ArchiveKind, ImportProblem } from '@parley/contracts/imports/import'
import type { Author, ImportedMessage } from '@parley/contracts/messages/writing'

/** Somebody who wrote what is in an archive. */
export interface SourcePerson {
  /** Who they are there. */
  id: string
  name: string
  email: string | null
  avatarUrl: string | null
  /** Of somebody who has not written there either, but on a platform: whose author they stay. */
  bridged?: { platform: string; foreignId: string } | undefined
}

/** A channel as its archive describes it. */
export interface SourceChannel {
  /** By which messages name it, and which is the same in every archive of the same source. */
  key: string
  /** What has its messages, and is read by one job: a folder of its own, or a file with those of many channels. */
  part: string
  name: string
  displayName: string | null
  description: string | null
  topic: string | null
  isPrivate: boolean
  isArchived: boolean
  /** Whether it is the channel of a workspace that everybody is in. */
  isGeneral: boolean
  /** Who was in it, where that is restored. */
  members?: readonly SourceMember[]
}

/** A member of a channel. */
export interface SourceMember {
  /** Who they are there. */
  person: string
  isAdmin: boolean
}

/** Where reading goes on in a part: after so many of its files, and so many entries of the next one. */
export interface SourcePosition {
  file: number
  entry: number
  /** Of a file of lines: where the next line begins, in bytes. Without it, as in earlier positions, it is read up to there. */
  offset?: number
}

/** A file of a message. */
export interface SourceFile {
  name: string
  /** Where its bytes are in the archive; undefined where they are not. */
  path: string | undefined
}

export interface SourceMessage {
  channel: string
  message: ImportedMessage
  /** Those that are kept with the message. */
  files?: readonly SourceFile[] | undefined
}

/** Something that is wrong: what, and where in the archive. */
export interface Noted {
  channel: string | null
  problem: ImportProblem
  name: string
  /** Whether it is an entry that is not imported; else one is imported without something, or it is of none. */
  isLeftOut: boolean
}

/** A batch of what a part has. */
export interface SourcePage<Position = SourcePosition> {
  /** Entries that were read for it, imported or not. */
  entries: number
  messages: SourceMessage[]
  noted: Noted[]
  /** After it. */
  position: Position
  /** How much of the part has been read. */
  bytes: number
}

/** Who wrote, by their ids there: as whom it is stored, and what they are called. */
export type Authors = ReadonlyMap<string, { author: Author; name: string }>

/** An archive of any kind, opened. */
export interface Archive {
  kind: ArchiveKind
  /** By which bridged authors are known; a word of `platform`. */
  platform: string
  people(): AsyncIterable<SourcePerson>
  channels(): AsyncIterable<SourceChannel>
  /** What a part unpacks to, by which progress is measured. */
  bytesOf(part: string): number
  /** Parts that belong to none of the channels: what they have is not imported. */
  unlisted(parts: ReadonlySet<string>): string[]
  /**
   * Pages of a part, from a position on.
   *
   * @param of the part, and the keys of the channels whose messages it has
   */
  read(
    of: { part: string; channels: readonly string[] },
    from: SourcePosition,
    authors: Authors,
  ): AsyncIterable<SourcePage>
  /** The bytes of a file of the archive, and how many there are; undefined where there is none. */
  openFile(path: string): { size: number; content: AsyncIterable<Buffer> } | undefined
  close(): void
}
