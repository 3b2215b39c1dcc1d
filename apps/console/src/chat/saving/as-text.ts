import type { Message } from '@parley/client/index'

interface Words {
  channel: string
  formerMember: string
  /** When a message was written, as it is shown. */
  time: (iso: string) => string
}

/** Messages as somebody reads them: each thread below its root, files by their names. */
export function asText(messages: readonly Message[], { channel, formerMember, time }: Words): string {
  const ids = new Set(messages.map(({ id }) => id))
  const isReply = ({ parent_message_id: root }: Message) => root !== null && ids.has(root)
  const replies = Map.groupBy(messages.filter(isReply), (message) => message.parent_message_id!)
  const line = (message: Message, indent: string): string[] => {
    const { display_name, created_at, content, attachments } = message
    const files = attachments?.map(({ name }) => `[${name}]`) ?? []
    const said = [...(content ? content.split('\n') : []), ...files].map((each) => `${indent}  ${each}`)
    return [`${indent}${display_name ?? formerMember}, ${time(created_at)}`, ...said, '']
  }
  const roots = messages.filter((message) => !isReply(message))
  const lines = roots.flatMap((root) => [
    ...line(root, ''),
    ...(replies.get(root.id) ?? []).flatMap((reply) => line(reply, '    ')),
  ])
  return [channel, '', ...lines].join('\n')
}
