/** The rule that refused a call to an outside server, or how it failed. */
export type OutsideReason =
  /** Not a URL, not http(s), with a user name or password in it, or a port that is not called. */
  | 'url'
  /** Its name leads, or a redirect led, to an address that is not public. */
  | 'address'
  /** Its name has no address. */
  | 'unknown_host'
  /** More redirects than are followed, one without a destination, or one from https to http. */
  | 'redirect'
  /** A longer body or head than is taken. */
  | 'too_large'
  /** An answer that is not HTTP, or not what its Content-Encoding says. */
  | 'malformed'
  | 'timeout'
  /** No connection, a broken one, or a certificate that is not valid. */
  | 'unreachable'

/** A call to an outside server that was refused or failed. Its message may be shown: it contains no address. */
export class OutsideError extends Error {
  override name = 'OutsideError'
  readonly reason: OutsideReason

  constructor(reason: OutsideReason, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.reason = reason
  }
}
