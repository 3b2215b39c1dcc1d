/** Why an archive is refused as a whole. */
export const refusals = ['damaged', 'encrypted', 'unsafe', 'too_large', 'unknown_kind'] as const

/** An archive that is refused, or a part of it that cannot be read; its message is for people, and names what it is about. */
export class ArchiveError extends Error {
  override name = 'ArchiveError'
  readonly reason: (typeof refusals)[number]

  constructor(reason: (typeof refusals)[number], message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.reason = reason
  }
}
