import { join } from 'node:path'
import { roleOf, type ServiceName, serviceNames } from '@parley/contracts/services'

/** The root of the repository. */
export const root = join(import.meta.dirname, '../..')

/** `chat-engine` → `CHAT_ENGINE`, as it stands in the names of environment variables. */
export const envName = (service: ServiceName): string => service.toUpperCase().replaceAll('-', '_')

/** Each service's own DATABASE_URL: the administrator's, signed in as the service's role. */
export function roleUrls(adminUrl: string, passwords: Record<ServiceName, string>): Record<ServiceName, string> {
  const urlOf = (service: ServiceName) => {
    const url = new URL(adminUrl)
    url.username = roleOf(service)
    url.password = passwords[service]
    return url.href
  }
  return Object.fromEntries(serviceNames.map((service) => [service, urlOf(service)])) as Record<ServiceName, string>
}
