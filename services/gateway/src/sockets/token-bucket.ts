/** A token bucket: a burst, then a rate per second. */
export class TokenBucket {
  #tokens: number
  #filledAt: number

  constructor(burst: number, now: number) {
    this.#tokens = burst
    this.#filledAt = now
  }

  /** Takes a token; false when there is none. Refused calls add to a debt of at most `burst`. */
  take(burst: number, perSecond: number, now: number): boolean {
    const earned = ((now - this.#filledAt) / 1_000) * perSecond
    this.#tokens = Math.min(burst, this.#tokens + earned)
    this.#filledAt = now
    const has = this.#tokens >= 1
    this.#tokens = Math.max(this.#tokens - 1, -burst)
    return has
  }

  /** Whether the debt has reached its limit: the client ignores refusals. */
  isExhausted(burst: number): boolean {
    return this.#tokens <= -burst
  }
}
