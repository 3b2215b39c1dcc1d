import { type ServiceName, serviceNames } from '@parley/contracts/services'
import { startPostgres } from '@parley/embedded/postgres'
import { randomPassword } from '@parley/kit/keys'
import { migrateAll } from '@parley/kit/migrate'
import { roleUrls } from '@parley/kit/role-urls'

/** Runs work on an empty database of this version, in a PostgreSQL that is gone afterwards. */
export async function withMigratedDatabase(work: (adminUrl: string) => Promise<void>): Promise<void> {
  const postgres = await startPostgres({ ephemeral: true })
  try {
    const passwords = Object.fromEntries(serviceNames.map((service) => [service, randomPassword()]))
    const roles = roleUrls(postgres.url, passwords as Record<ServiceName, string>)
    await migrateAll({ adminUrl: postgres.url, roles })
    await work(postgres.url)
  } finally {
    await postgres.stop()
  }
}
