import type { Message } from '@parley/client/index'
import type { TabStorage } from '../src/store/kept.ts'

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

/** What a browser keeps, in memory: each call opens it in another tab. */
export function memoryTabs(): () => TabStorage {
  const kept = new Map<string, string>()
  const tabs = new Set<Set<(key: string) => void>>()
  return () => {
    const watchers = new Set<(key: string) => void>()
    tabs.add(watchers)
    const change = (key: string) => {
      for (const others of tabs) if (others !== watchers) for (const watcher of others) watcher(key)
    }
    return {
      getItem: (key) => kept.get(key) ?? null,
      setItem(key, value) {
        kept.set(key, value)
        change(key)
      },
      removeItem(key) {
        if (kept.delete(key)) change(key)
      },
      keys: () => [...kept.keys()],
      watch(watcher) {
        watchers.add(watcher)
        return () => void watchers.delete(watcher)
      },
    }
  }
}

export const memoryStorage = (): TabStorage => memoryTabs()()
