/** So many at once, and so many a second after that. */
export class TokenBucket {
  #tokens: number
  #filledAt: number

  constructor(burst: number, now: number) {
    this.#tokens = burst
    this.#filledAt = now
  }

  /** Takes one; false when there is none. A debt grows to `burst` and is paid off like any other use. */
  take(burst: number, perSecond: number, now: number): boolean {
    const earned = ((now - this.#filledAt) / 1_000) * perSecond
    this.#tokens = Math.min(burst, this.#tokens + earned)
    this.#filledAt = now
    const has = this.#tokens >= 1
    this.#tokens = Math.max(this.#tokens - 1, -burst)
    return has
  }

  /** Whether the debt is as large as it gets: nobody asks that often by accident. */
  isHopeless(burst: number): boolean {
    return this.#tokens <= -burst
  }
}
