/** A token bucket: a burst, then a rate per second. Tokens are events, or bytes. */
export class TokenBucket {
  #tokens: number
  #filledAt: number

  constructor(burst: number, now: number) {
    this.#tokens = burst
    this.#filledAt = now
  }

  /** Takes tokens; false when there are not as many. Refused calls add to a debt of at most `burst`. */
  take(burst: number, perSecond: number, now: number, count = 1): boolean {
    this.#fill(burst, perSecond, now)
    const has = this.#tokens >= count
    this.#tokens = Math.max(this.#tokens - count, -burst)
    return has
  }

  /** Whether it is as a new one: nothing has to be known of it. */
  isFull(burst: number, perSecond: number, now: number): boolean {
    this.#fill(burst, perSecond, now)
    return this.#tokens === burst
  }

  #fill(burst: number, perSecond: number, now: number): void {
    const earned = ((now - this.#filledAt) / 1_000) * perSecond
    this.#tokens = Math.min(burst, this.#tokens + earned)
    this.#filledAt = now
  }

  /** Whether the debt has reached its limit: the client ignores refusals. */
  isExhausted(burst: number): boolean {
    return this.#tokens <= -burst
  }
}
