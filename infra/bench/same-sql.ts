/** The statement by which messaging stores a message, its event in the outbox included. */
export const postMessageSql = `select outcome, message, joined
  from messaging.post_message($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`

export const trace = JSON.stringify({
  requestId: 'bench',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
})

/** What one message binds: a root by its author, without mentions. */
export const postMessageValues = (workspaceId: string, channelId: string, userId: string, content: string) => [
  workspaceId,
  channelId,
  userId,
  null,
  null,
  content,
  'text',
  '{}',
  '[]',
  [],
  trace,
]
