/** The six services. Migrations run in this order; each name is also its folder under `services/`. */
export const serviceNames = ['gateway', 'channels', 'messaging', 'chat-engine', 'integrations', 'support-desk'] as const

export type ServiceName = (typeof serviceNames)[number]

/** Something that each service has one of. */
export const byService = <T>(of: (service: ServiceName) => T): Record<ServiceName, T> =>
  Object.fromEntries(serviceNames.map((name) => [name, of(name)])) as Record<ServiceName, T>

const furtherModules: Partial<Record<ServiceName, readonly string[]>> = {
  messaging: ['text', 'files'],
  'chat-engine': ['text', 'files'],
  integrations: ['files'],
  'support-desk': ['text', 'files'],
}

/**
 * The packages that keep tables or functions in a service's schema, by their folders under `packages/`: each one's
 * `migrations/` and `sql/` are applied to the schema in this order, before the service's own.
 */
export const modulesOf = (service: ServiceName): readonly string[] => ['kit', ...(furtherModules[service] ?? [])]

const callees: Record<ServiceName, readonly ServiceName[]> = {
  gateway: serviceNames.filter((name) => name !== 'gateway'),
  channels: [],
  messaging: [],
  'chat-engine': ['messaging'],
  integrations: ['messaging'],
  'support-desk': ['chat-engine'],
}

/** The services that a service calls over HTTP: it knows their URLs, and signs its calls if there are any. */
export const calleesOf = (service: ServiceName): readonly ServiceName[] => callees[service]

/** The services that call a service over HTTP: it trusts their keys. */
export const callersOf = (service: ServiceName): readonly ServiceName[] =>
  serviceNames.filter((name) => callees[name].includes(service))

/** The PostgreSQL schema a service owns: its name with underscores. */
export const schemaOf = (service: ServiceName): string => service.replaceAll('-', '_')

/** The PostgreSQL role a service signs in as. */
export const roleOf = (service: ServiceName): string => `parley_${schemaOf(service)}`

/** `chat-engine` → `CHAT_ENGINE`: a service's name within the names of environment variables. */
export const envName = (service: ServiceName): string => service.toUpperCase().replaceAll('-', '_')
