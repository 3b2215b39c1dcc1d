import type { Texts } from './texts/en.ts'

export type Action = keyof Texts['did']

/** The actions by what they are about, in the order in which they can be chosen. */
export const actionGroups: Record<keyof Texts['groups'], readonly string[]> = {
  people: ['member', 'invitation', 'agent', 'api_key', 'account'],
  chat: ['channel', 'message', 'twin', 'knowledge', 'tool_policy', 'approval', 'mcp_server', 'budget'],
  integrations: ['connection', 'webhook', 'incoming_webhook', 'import', 'export'],
  desk: [
    ...['widget_key', 'identity_secret', 'site', 'team', 'label', 'attribute', 'block'],
    ...['conversation', 'visitor'],
  ],
  workspace: ['workspace', 'retention', 'demo'],
}

/** What an action is done to: `member` of `member.removed`. */
export const areaOf = (action: string): string => action.slice(0, action.indexOf('.'))
