import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { styleText } from 'node:util'
import type { ServiceName } from '@parley/contracts/services'
import { whyNotFree } from '@parley/embedded/ports'
import { explain, Problem } from '@parley/kit/problem'
import { ensureApps, isConsoleBuilt, watchApps } from './apps.ts'
import { demoPageUrl } from './demo-widget.ts'
import { fileOfFirstLogin, firstLogin, thingsToTry } from './first-login.ts'
import { root } from './root.ts'
import { newSignInLink } from './sign-in-link.ts'
import { type Stack, startStack } from './supervisor.ts'
import { welcome } from './welcome.ts'

/** Signals this close together are one Ctrl-C: the terminal, npm and the bootstrap each pass it on. */
const SAME_KEYSTROKE_MS = 1_000

/** `npm start` and `pnpm dev`: runs the platform until Ctrl-C, then ends the process. */
export async function runInForeground({ watch = [] }: { watch?: readonly ServiceName[] } = {}): Promise<void> {
  const giveUp = new AbortController()
  let stack: Stack | undefined
  let firstSignalAt: number | undefined
  let exitCode = 0

  // A closed terminal must not keep the services from being stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

  const finish = async (graceMs?: number) => {
    await stack?.stop({ graceMs })
    process.exit(exitCode)
  }
  const onSignal = () => {
    if (firstSignalAt === undefined) {
      firstSignalAt = Date.now()
      giveUp.abort() // while it starts, this makes startStack() clean up and reject
      if (!stack) return
      console.log('Stopping; press Ctrl-C again to hurry.')
      void finish()
    } else if (stack && Date.now() - firstSignalAt > SAME_KEYSTROKE_MS) void finish(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, onSignal)

  try {
    if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'))
    const { env } = process
    const host = env.HOST || '127.0.0.1'
    const port = await wantedPort(env.PORT || '8080', host)
    const dataDir = resolve(root, env.PARLEY_DATA || '.parley')
    const shown = (path: string) =>
      relative(process.cwd(), path).startsWith('..') ? path : relative(process.cwd(), path)

    console.log('Starting PostgreSQL, Redis and six services …')
    const building = ensureApps(giveUp.signal)
    stack = await startStack({
      dataDir,
      host,
      port,
      databaseUrl: env.DATABASE_URL || undefined,
      redisUrl: env.REDIS_URL || undefined,
      watch,
      log: (line) => console.log(line),
      logTrouble: (service, line) => console.log(`${styleText('dim', service.padEnd(12))} ${line}`),
      signal: giveUp.signal,
    })
    const isProduction = env.PARLEY_ENV === 'production'
    const login = await firstLogin({ url: stack.url, dataDir, databaseUrl: stack.databaseUrls.gateway, isProduction })
    const things = await thingsToTry(stack.url, dataDir)
    const demo = login && (await demoPageUrl(stack.url, dataDir))
    const mails = isProduction || env.SMTP_URL ? undefined : `${stack.url}/dev/mail`
    const failure = await building
    const signInLink = login && isConsoleBuilt() && (await newSignInLink(login.email, stack.env.gateway))
    if (watch.length > 0) watchApps((line) => console.log(line))
    const { url } = stack
    const [shownDir, file] = [shown(dataDir), shown(fileOfFirstLogin(dataDir))]
    console.log(welcome({ url, dataDir: shownDir, file, login, signInLink, things, mails, demo, failure }))
  } catch (error) {
    if (firstSignalAt !== undefined) return finish(0)
    console.error(explain(error))
    exitCode = 1
    await finish(0)
  }
}

async function wantedPort(text: string, host: string): Promise<number> {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new Problem(`PORT is ${text}; it must be a number from 0 to 65535.`)
  const code = port === 0 ? undefined : await whyNotFree(port, host)
  if (code === 'EADDRINUSE')
    throw new Problem(
      `Port ${port} on ${host} is in use; set PORT to another one, for example PORT=${port + 1} npm start.`,
    )
  if (code === 'EACCES') throw new Problem(`This user may not listen on port ${port}; set PORT to one above 1023.`)
  if (code) throw new Problem(`Parley cannot listen on ${host} (${code}); set HOST to an address of this machine.`)
  return port
}
