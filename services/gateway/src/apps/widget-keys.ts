import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Db } from '../db.ts'

/** An active widget key, and the hosts that its widget may be on: none for any. */
export interface WidgetKey {
  workspaceId: string
  widgetKeyId: string
  domains: readonly string[]
}

/** How long a page may still get a frame after its key was deactivated; sessions are refused at once. */
const keptMs = 5_000
const keptKeys = 10_000

export type FindWidgetKey = (plainKey: string) => Promise<WidgetKey | undefined>

/** Finds a widget key by what a page's script names. Pages ask for theirs at every view, so answers are kept for seconds. */
export function createFindWidgetKey(db: Db): FindWidgetKey {
  const cache = new LRUCache<string, Promise<WidgetKey | undefined>>({ max: keptKeys, ttl: keptMs })

  return (plainKey) => {
    const hash = createHash('sha256').update(plainKey).digest()
    const id = hash.toString('base64')
    const known = cache.get(id)
    if (known) return known
    const finding = readWidgetKey(db, hash)
    finding.catch(() => cache.delete(id))
    cache.set(id, finding)
    return finding
  }
}

const readWidgetKey = (db: Db, hash: Buffer): Promise<WidgetKey | undefined> =>
  db
    .selectFrom('support_desk.active_widget_keys')
    .select(['workspace_id as workspaceId', 'widget_key_id as widgetKeyId', 'domains'])
    .where('key_hash', '=', hash)
    .executeTakeFirst()
