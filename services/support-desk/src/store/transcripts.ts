import type { StoredDeskMessage } from '@parley/contracts/desk/conversation'
import { type AnalysedMessage, boundForAnalysis, maxAnalysed } from '@parley/contracts/summaries/jobs'
import type { Db } from '../context.ts'

/**
 * The newest messages of a conversation as AI is shown them, oldest first, also where they were merged. Notes are no part
 * of it.
 */
export async function readTranscript(
  db: Db,
  { workspaceId, id }: { workspaceId: string; id: string },
): Promise<AnalysedMessage[]> {
  const rows = await db
    .selectFrom('message_resources as m')
    .select(['m.id', 'm.resource', 'm.created_at'])
    .where('m.workspace_id', '=', workspaceId)
    .where('m.conversation_id', '=', id)
    .orderBy('m.seq', 'desc')
    .limit(maxAnalysed.messages)
    .execute()
  const byTime = rows.reverse().sort((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at))
  return boundForAnalysis(byTime.map((row) => ({ id: row.id, ...shownOf(row.resource), at: row.created_at })))
}

function shownOf({ senderType, senderName, content, attachments }: StoredDeskMessage) {
  const files = attachments.map(({ name }) => `[${name}]`).join(' ')
  return {
    sender: senderType.toLowerCase() as AnalysedMessage['sender'],
    name: senderName,
    content: [content, files].filter(Boolean).join('\n'),
  }
}
