import type { ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Problem } from '@parley/kit/problem'
import { keepRunning } from './keep-running.ts'
import { readFrom, sizeOf } from './log-tail.ts'
import { freePort } from './ports.ts'

export type ServerOptions = {
  /** Where its data and password are kept. Default: a temporary folder, removed by `stop()`. */
  dir?: string
  /** For tests: durable against the end of the process, not against a power cut. */
  ephemeral?: boolean
  /** Default: a free one. */
  port?: number
  /** Default: `<program>.log` in `dir`. */
  logFile?: string
  /** Receives progress and restarts, one line at a time. */
  log?: (line: string) => void
  /** Aborts the start, and stops what has been started. */
  signal?: AbortSignal
}

export type Server = {
  readonly url: string
  readonly port: number
  readonly pid: number | undefined
  /** Resolves when it accepts queries, also after a crash. */
  ready(): Promise<void>
  /** For crash tests: it comes back by itself, on the same port. */
  kill(signal: NodeJS.Signals): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

/** How one kind of server is run in its folder. */
export type ServerDefinition = {
  /** With the password; the port may change until the first start has succeeded. */
  url(port: number): string
  start(port: number): Promise<ChildProcess>
  /** One attempt to sign in and query; a thrown `Problem` ends the start, any other error means "not yet". */
  query(port: number): Promise<void>
  /** Why a start failed, from what the server logged. */
  reasonIn(log: string): string | undefined
  /** Log lines of a failed start that another attempt may not see, a port taken by another process foremost. */
  retryable: RegExp
  stopSignal: NodeJS.Signals
  /** Before SIGKILL. */
  stopGraceMs: number
}

const MAX_STARTS = 20

/** Runs a server that is restarted when it ends, in the given folder or a temporary one, until `stop()`. */
export async function runServer(
  { name, program }: { name: string; program: string },
  options: ServerOptions,
  define: (dir: string, logFile: string) => Promise<ServerDefinition>,
): Promise<Server> {
  const temporary = options.dir === undefined
  const dir = resolve(options.dir ?? (await mkdtemp(join(tmpdir(), `parley-${program}-`))))
  const removeTemporary = async () => {
    if (temporary) await rm(dir, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 })
    const logFile = options.logFile ?? join(dir, `${program}.log`)
    const definition = await define(dir, logFile)
    options.signal?.throwIfAborted()
    let port = options.port ?? (await freePort())
    let logStart = 0 // of the latest start

    const kept = keepRunning({
      name,
      stopSignal: definition.stopSignal,
      log: options.log,
      signal: options.signal,
      launch: () => {
        logStart = sizeOf(logFile)
        return definition.start(port)
      },
      ready: (gone) => untilQueryable(() => definition.query(port), gone),
      giveUp: async (attempt) => {
        const log = await readFrom(logFile, logStart)
        if (!definition.retryable.test(log) || attempt === MAX_STARTS)
          return startProblem(`${name} could not start`, log, dir, definition.reasonIn(log))
        if (options.port === undefined) port = await freePort()
        return undefined
      },
    })
    try {
      await kept.ready()
    } catch (error) {
      await kept.stop()
      throw error
    }
    return {
      url: definition.url(port),
      port,
      get pid() {
        return kept.pid
      },
      ready: kept.ready,
      kill: kept.kill,
      restart: kept.restart,
      async stop() {
        await kept.stop({ graceMs: definition.stopGraceMs })
        await removeTemporary()
      },
    }
  } catch (error) {
    await removeTemporary()
    throw error
  }
}

async function untilQueryable(query: () => Promise<void>, gone: AbortSignal) {
  while (!gone.aborted) {
    try {
      return await query()
    } catch (error) {
      if (error instanceof Problem) throw error
      await wait(25, undefined, { signal: gone }).catch(() => {})
    }
  }
}

/** Why a program of a server failed, in one sentence; the log's last line where nothing better is known. */
export function startProblem(what: string, log: string, dir: string, reason?: string): Problem {
  if (/No space left on device/.test(log))
    return new Problem(`The disk that holds ${dir} is full; free some space and start again.`)
  return new Problem(`${what}: ${reason || log.trim().split('\n').at(-1) || 'it logged nothing'}.`)
}
