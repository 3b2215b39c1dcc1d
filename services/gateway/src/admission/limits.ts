import type { Endpoint } from '@parley/contracts/endpoint'
import { type LimitClass, type LimitName, limitClasses } from '@parley/contracts/limits'
import { principalKey } from '@parley/kit/assertion'
import { networkOf } from '@parley/kit/network'
import { accountOf } from './account.ts'
import type { Count } from './rate-limiter.ts'
import type { OutsideCaller } from './resolvers.ts'

const classOf = (name: LimitName): LimitClass & { browserReads?: LimitName } => limitClasses[name]

/** Whether it counts for an account that the body names, which is therefore read first. */
export const isPerAccount = ({ limits }: Pick<Endpoint, 'limits'>): boolean =>
  limits.some((name) => classOf(name).per === 'ip-and-account')

/**
 * What a request with a credential counts against: its endpoint's classes, as far as they are for such callers. Whoever
 * none of them is for counts in `default`.
 */
export function countsOfCaller(
  { limits, method }: Pick<Endpoint, 'limits' | 'method'>,
  caller: OutsideCaller,
  ip: string,
): Count[] {
  const counts: Count[] = []
  for (const limit of limits) {
    const { per, browserReads = limit } = classOf(limit)
    const isBrowserRead = method === 'get' && caller.kind === 'user' && caller.credential === 'browser'
    const name = isBrowserRead ? browserReads : limit
    const key = holderOf(per, caller, ip)
    if (key !== undefined) counts.push({ name, key })
  }
  return counts.length > 0 ? counts : [{ name: 'default', key: ownKey(caller) }]
}

/** What a request without a credential counts against. One IP address may try many accounts: that is counted too. */
export function countsOfAnyone(endpoint: Pick<Endpoint, 'limits' | 'body'>, body: unknown, ip: string): Count[] {
  const network = networkOf(ip)
  const counts = endpoint.limits.map(
    (name): Count => ({
      name,
      key: classOf(name).per === 'ip-and-account' ? `${network}:${accountOf(endpoint, body)}` : network,
    }),
  )
  return isPerAccount(endpoint) ? [...counts, { name: 'anonymous', key: network }] : counts
}

/** A person is counted over all their workspaces. */
const ownKey = (caller: OutsideCaller): string => (caller.kind === 'user' ? caller.userId : principalKey(caller))

/** For whom a class counts a request; undefined where it is not for such callers. */
function holderOf(per: LimitClass['per'], caller: OutsideCaller, ip: string): string | undefined {
  switch (per) {
    case 'user':
      return caller.kind === 'user' ? ownKey(caller) : undefined
    case 'visitor':
      return caller.kind === 'visitor' ? ownKey(caller) : undefined
    case 'widget-key':
      return caller.kind === 'visitor' ? `${caller.workspaceId}:${caller.widgetKeyId}` : undefined
    case 'ip':
      return networkOf(ip)
    case 'ip-and-account':
      return `${networkOf(ip)}:user:${ownKey(caller)}`
  }
}
