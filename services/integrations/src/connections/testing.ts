import type { ConnectionStatus, ConnectionTest } from '@parley/contracts/connections/connection'
import type { Account, PlatformClient } from '../platforms/platform.ts'
import { PlatformError } from '../platforms/platform-error.ts'

/** Longer than any platform takes that works; shorter than the gateway waits. */
const testMs = 10_000

export type Tested = { test: ConnectionTest; account: Account | undefined }

/** Asks the platform whether it takes a client's credentials. */
export async function testClient(client: PlatformClient): Promise<Tested> {
  try {
    const account = await client.test(AbortSignal.timeout(testMs))
    const { id, name, missingScopes } = account
    return { account, test: { success: true, account: { id, name }, missingScopes: [...missingScopes] } }
  } catch (error) {
    return { account: undefined, test: { success: false, error: problemOf(error) } }
  }
}

export const noCredentials: ConnectionTest = {
  success: false,
  error: { code: 'unauthorized', message: 'It has no credentials yet.' },
}

/** What a client threw, as people read it. */
export function problemOf(error: unknown): Extract<ConnectionTest, { success: false }>['error'] {
  if (error instanceof PlatformError) return { code: error.failure, message: error.detail }
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError'))
    return { code: 'unavailable', message: 'It did not answer in time.' }
  throw error
}

/** What a connection is after the platform has refused it something. */
export const statusAfter = (failure: PlatformError['failure']): ConnectionStatus =>
  failure === 'unauthorized' ? 'revoked' : 'error'
