import { parse } from 'yaml'
import * as z from 'zod'
import { textOf } from './repository.ts'

const text = z.string()
const duration = z.string().regex(/^(\d+(ms|s|m|h))+$/)
const bytes = z.string().regex(/^\d+(k|m|g)$/)

const Healthcheck = z.strictObject({
  test: z.array(text).refine(([kind]) => kind === 'CMD' || kind === 'CMD-SHELL', 'Must say CMD or CMD-SHELL.'),
  interval: duration,
  timeout: duration,
  retries: z.int(),
  start_period: duration,
  start_interval: duration,
})

/** The part of the Compose specification that we use. Anything else is a mistake until it is added here. */
const Service = z.strictObject({
  image: text,
  build: text.optional(),
  command: z.array(text).optional(),
  entrypoint: z.array(text).optional(),
  user: text.optional(),
  init: z.boolean().optional(),
  restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']),
  read_only: z.boolean(),
  tmpfs: z.array(text),
  cap_drop: z.array(text),
  security_opt: z.array(text),
  pids_limit: z.int(),
  mem_limit: bytes,
  shm_size: bytes.optional(),
  stop_grace_period: duration.optional(),
  logging: z.strictObject({ driver: text, options: z.record(text, text) }),
  network_mode: text.optional(),
  networks: z.array(text).optional(),
  ports: z.array(text).optional(),
  environment: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), text).default({}),
  volumes: z.array(text).default([]),
  depends_on: z
    .record(
      text,
      z.strictObject({
        condition: z.enum(['service_started', 'service_healthy', 'service_completed_successfully']),
      }),
    )
    .default({}),
  healthcheck: Healthcheck.optional(),
})
export type ComposeService = z.output<typeof Service>

const Compose = z
  .object({
    name: text,
    services: z.record(text, Service),
    networks: z.record(text, z.strictObject({ internal: z.boolean().optional() }).nullable()),
    volumes: z.record(text, z.null()),
  })
  .catchall(z.never())

const source = textOf('docker-compose.yml')

/** The file as Compose reads it with nothing set: defaults put in, `$$` undone. */
export function readCompose(env: Record<string, string> = {}) {
  const raw = parse(source, { merge: true }) as Record<string, unknown>
  const named = Object.fromEntries(Object.entries(raw).filter(([key]) => !key.startsWith('x-')))
  return Compose.parse(interpolate(named, env))
}

function interpolate(value: unknown, env: Record<string, string>): unknown {
  if (typeof value === 'string') return interpolateText(value, env)
  if (Array.isArray(value)) return value.map((each) => interpolate(each, env))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, interpolate(inner, env)]))
  return value
}

const variable = /\$(?:(\$)|\{([A-Z_]+):-((?:[^{}]|\$\{[^}]*\})*)\}|(.{0,20}))/gs

function interpolateText(text: string, env: Record<string, string>): string {
  return text.replace(variable, (_, dollar?: string, name?: string, fallback?: string, other?: string) => {
    if (dollar) return '$'
    if (name === undefined) throw new Error(`$${other} has no default: it would have to be set.`)
    return env[name] || interpolateText(fallback ?? '', env)
  })
}

/** Every variable that a .env beside the file may set. */
export const settable: string[] = [
  ...new Set([...source.matchAll(/(?<!\$)\$\{([A-Z_]+)/g)].map(([, name]) => name!)),
].sort()
