import { isIPv6 } from 'node:net'

/** What an IP address counts as in limits and shares: itself, or for IPv6 its /64, which one subscriber gets whole. */
export function networkOf(ip: string): string {
  if (!isIPv6(ip)) return ip
  const [head = '', tail = ''] = ip.replace(/%.*/, '').split('::')
  const [first, last] = [groupsOf(head), groupsOf(tail)]
  // An IPv4 address at the end stands for two groups.
  const omitted = 8 - first.length - last.length - (ip.includes('.') ? 1 : 0)
  const groups = [...first, ...Array<string>(omitted).fill('0'), ...last]
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
  return `${network.join(':')}::/64`
}

const groupsOf = (part: string): string[] => (part === '' ? [] : part.split(':'))
