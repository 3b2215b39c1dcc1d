/** Why a document was not read. */
export type DocumentReason =
  /** Nothing that is read: a picture, an archive, an older format of Office, bytes that are no text. */
  | 'unsupported'
  /** Its content is of another kind than its name or its declared type says. */
  | 'mismatch'
  | 'encrypted'
  /** Cut off, or not what its format demands. */
  | 'damaged'
  /** No text in it, as in a scan. */
  | 'empty'
  /** More bytes than are read, as they are or unpacked. */
  | 'too_large'
  /** More pages, parts, levels or columns than a document has. */
  | 'too_complex'
  | 'too_slow'
  | 'out_of_memory'

/** A document that was refused or could not be read. Its message says why, and may be shown to whoever sent it. */
export class DocumentError extends Error {
  override name = 'DocumentError'
  readonly reason: DocumentReason

  constructor(reason: DocumentReason, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.reason = reason
  }
}
