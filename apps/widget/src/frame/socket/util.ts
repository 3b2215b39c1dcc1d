// In the place of engine.io's `util.js`, for browsers alone.

export const pick = () => ({})

export function installTimerFunctions(on: Record<string, unknown>): void {
  on.setTimeoutFn = setTimeout.bind(self)
  on.clearTimeoutFn = clearTimeout.bind(self)
}

export const byteLength = (text: string): number => new TextEncoder().encode(text).length

/** Of an address that no cache answers. */
export const randomString = (): string => Math.random().toString(36).slice(2)
