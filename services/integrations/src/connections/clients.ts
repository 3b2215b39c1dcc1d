import type { SecretBox } from '@parley/kit/secret-box'
import type { LinkedPeople, Platform, PlatformClient, Surroundings } from '../platforms/platform.ts'
import { platformOf } from '../platforms/registry.ts'
import type { ConnectionRow } from './connection.ts'
import { openCredentials } from './credentials.ts'

/** Clients that are kept open: names of people that they have looked up are used again. */
const maxKept = 500

/** Opens clients of connections; one that was used is kept until its credentials change. */
export interface Clients {
  /** @throws Error for a connection without credentials */
  of(connection: ConnectionRow): PlatformClient
  /** A client for credentials that are not kept, or not yet. */
  try(platform: Platform, credentials: unknown): PlatformClient
  credentialsOf(connection: ConnectionRow): unknown
}

export function createClients({
  secrets,
  peopleOf,
  ...surroundings
}: Omit<Surroundings, 'people'> & {
  secrets: SecretBox
  peopleOf: (connection: ConnectionRow | undefined) => LinkedPeople
}): Clients {
  const kept = new Map<string, PlatformClient>()
  const open = (platform: Platform, credentials: unknown, connection?: ConnectionRow): PlatformClient =>
    platform.open(credentials, { ...surroundings, people: peopleOf(connection) })

  function credentialsOf(connection: ConnectionRow): unknown {
    if (connection.credentials === null) throw new Error('This connection has no credentials.')
    return openCredentials(secrets, connection, connection.credentials)
  }

  return {
    credentialsOf,
    of(connection) {
      const key = `${connection.id}:${connection.credentialsVersion}:${connection.accountId}:${connection.autoReply}`
      const known = kept.get(key)
      const client = known ?? open(platformOf(connection.platform), credentialsOf(connection), connection)
      // The one that was not used for longest is closed first.
      kept.delete(key)
      kept.set(key, client)
      if (kept.size > maxKept) kept.delete(kept.keys().next().value!)
      return client
    },
    try: (platform, credentials) => open(platform, credentials),
  }
}
