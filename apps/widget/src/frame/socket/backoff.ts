// In the place of socket.io's `backo2`.

/** Growing pauses between attempts, each by chance somewhat shorter or longer. */
export class Backoff {
  attempts = 0
  private min: number
  private max: number
  private jitter: number

  constructor({ min, max, jitter }: { min: number; max: number; jitter: number }) {
    this.min = min
    this.max = max
    this.jitter = jitter
  }

  duration(): number {
    const deviation = 1 + this.jitter * (2 * Math.random() - 1)
    return Math.min(this.min * 2 ** this.attempts++ * deviation, this.max)
  }

  reset(): void {
    this.attempts = 0
  }

  setMin(min: number): void {
    this.min = min
  }

  setMax(max: number): void {
    this.max = max
  }

  setJitter(jitter: number): void {
    this.jitter = jitter
  }
}
