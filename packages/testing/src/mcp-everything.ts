import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { closeAfterwards } from './close-afterwards.ts'

/** A real MCP server in a process of its own. */
export interface McpEverything {
  /** Where it speaks streamable HTTP. */
  readonly url: string
  readonly port: number
  /** Sessions that it was asked to end. */
  sessionsEnded(): number
  sessionsBegun(): number
}

/** Starts `@modelcontextprotocol/server-everything` on a free port of 127.0.0.1; ended by itself. */
export async function startMcpEverything(): Promise<McpEverything> {
  const port = await freePort()
  const script = new URL(import.meta.resolve('@modelcontextprotocol/server-everything/dist/index.js'))
  const child = spawn(process.execPath, [script.pathname, 'streamableHttp'], {
    env: { PATH: process.env.PATH, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  closeAfterwards({
    close: () => {
      child.kill('SIGKILL')
      return exited
    },
  })
  let output = ''
  await new Promise<void>((resolve, reject) => {
    const note = (chunk: Buffer) => {
      output += chunk
      if (/listening on port/i.test(output)) resolve()
    }
    child.stdout.on('data', note)
    child.stderr.on('data', note)
    child.once('exit', () => reject(new Error(`The MCP server ended: ${output}`)))
  })
  const count = (line: RegExp) => [...output.matchAll(line)].length
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    port,
    sessionsBegun: () => count(/Session initialized/g),
    sessionsEnded: () => count(/session termination request/gi),
  }
}

/** It takes no port 0. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
