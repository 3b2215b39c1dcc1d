import { sql } from 'kysely'

/**
 * Whether people of every platform that the channel of a message `m` goes to have seen it: it came from there, or was written
 * here since its messages go there.
 */
export const hasCrossed = sql<boolean>`not exists (
  select from integrations.outward_channels o
  where o.workspace_id = m.workspace_id and o.channel_id = m.channel_id and (m.is_imported or m.seq <= o.after_seq)
    and m.author_platform is distinct from o.platform)`
