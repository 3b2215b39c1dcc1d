import { roleOf, type ServiceName, serviceNames } from '@parley/contracts/services'

/**
 * Each service's own DATABASE_URL.
 *
 * @param adminUrl the administrator's URL, of which host, port and database are kept
 * @param passwords of the services' roles
 */
export function roleUrls(adminUrl: string, passwords: Record<ServiceName, string>): Record<ServiceName, string> {
  const urlOf = (service: ServiceName) => {
    const url = new URL(adminUrl)
    url.username = roleOf(service)
    url.password = passwords[service]
    return url.href
  }
  return Object.fromEntries(serviceNames.map((service) => [service, urlOf(service)])) as Record<ServiceName, string>
}
