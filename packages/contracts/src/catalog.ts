import * as channels from './channels/channels.ts'
import type { Endpoint } from './endpoint.ts'
import * as apiKeys from './identity/api-keys.ts'
import * as auth from './identity/auth.ts'
import * as workspaces from './identity/workspaces.ts'
import * as messages from './messages/messages.ts'

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'responses' in value && 'owner' in value

/** Every endpoint of the platform: what the gateway routes, OpenAPI documents, and the matrix and fuzz suites cover. */
export const endpoints: readonly Endpoint[] = [auth, workspaces, apiKeys, channels, messages].flatMap((module) =>
  Object.values(module).filter(isEndpoint),
)
