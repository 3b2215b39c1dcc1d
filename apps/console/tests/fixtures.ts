import type { Message } from '@parley/client/index'

/** A message under this number, of Ada in one channel. */
export const message = (seq: number, changes: Partial<Message> = {}): Message => ({
  id: `message-${seq}`,
  workspace_id: 'workspace',
  channel_id: 'channel',
  conversation_id: 'channel',
  seq,
  rev: seq,
  content: `message ${seq}`,
  content_type: 'text',
  user_id: 'ada',
  ai_twin_id: null,
  author_type: 'user',
  platform: null,
  arrival: 'live',
  display_name: 'Ada',
  avatar_url: null,
  parent_message_id: null,
  parent_user_id: null,
  metadata: {},
  attachments: null,
  reactions: [],
  reaction_count: 0,
  reply_count: 0,
  last_reply_at: null,
  participants: [],
  created_at: new Date(Date.UTC(2026, 0, 1) + seq * 1_000).toISOString(),
  updated_at: new Date(Date.UTC(2026, 0, 1) + seq * 1_000).toISOString(),
  edited_at: null,
  ...changes,
})

/** As a browser's, in memory. */
export function memoryStorage() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}
