/** Whether a key with these domains, as `DomainPattern` has them, works on pages of this host. None allow any. */
export const allowsHost = (domains: readonly string[], host: string): boolean =>
  domains.length === 0 ||
  domains.some((domain) => (domain.startsWith('*.') ? host.endsWith(domain.slice(1)) : host === domain))
