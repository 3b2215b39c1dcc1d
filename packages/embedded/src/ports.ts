import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

// Below the range from which systems take ports for outgoing connections: a process that is restarted
// on its port must not find a passing connection sitting there.
const LOWEST = 20_000
const HIGHEST = 32_000

const given = new Set<number>()

/** A TCP port of 127.0.0.1 that is free now and that this process has not given out before. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = randomInt(LOWEST, HIGHEST)
    if (given.has(port)) continue
    if ((await whyNotFree(port, '127.0.0.1')) === undefined) {
      given.add(port)
      return port
    }
  }
  throw new Error(`No free port between ${LOWEST} and ${HIGHEST} on 127.0.0.1.`)
}

/** Undefined when a server could listen there, else the system's error code, such as `EADDRINUSE`. */
export function whyNotFree(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'EADDRINUSE'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}
