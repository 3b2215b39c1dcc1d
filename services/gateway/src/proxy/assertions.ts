import type { Upstream } from '@parley/contracts/limits'
import { type AssertedCaller, createSigner } from '@parley/kit/assertion'
import { LRUCache } from 'lru-cache'

const reusedForMs = 30_000

/** Signs the caller, once in 30 s for each caller and service: an assertion is valid for a minute. */
export function createAssertions(privateKey: string): (service: Upstream, caller: AssertedCaller) => string {
  const sign = createSigner('gateway', privateKey)
  const signed = new LRUCache<string, string>({ max: 50_000, ttl: reusedForMs })
  return (service, caller) => {
    const key = `${service} ${JSON.stringify(caller)}`
    let assertion = signed.get(key)
    if (assertion === undefined) {
      assertion = sign(service, caller)
      signed.set(key, assertion)
    }
    return assertion
  }
}
