import { notifyPeople } from '@parley/contracts/identity/jobs'
import type { Message } from '@parley/contracts/messages/message'
import type { GatewayContext } from '../context.ts'
import { isOld, type Notifier, shownText } from './notifier.ts'
import { pathOfMessage } from './paths.ts'
import { findRecipients, type Recipient } from './recipients.ts'
import type { PushMessage } from './send-push.ts'

/**
 * Notifies people who are not online of what mentions them or is said where they want all: each once for a message, and later
 * messages of a channel take the place of the earlier one that is still shown.
 */
export const workNotifyPeople = ({ db, work }: Pick<GatewayContext, 'db' | 'work'>, notifier: Notifier | undefined) =>
  work(notifyPeople, async ({ at, data: message }, { signal }) => {
    if (!notifier || isOld({ at })) return
    const recipients = await findRecipients(db, message, new Date())
    await notifier.notifyAbsent(
      { workspaceId: message.workspace_id, id: message.id },
      recipients.map((recipient) => ({ userId: recipient.userId, message: notificationOf(message, recipient) })),
      signal,
    )
  })

function notificationOf(message: Message, { isDirect, channelName }: Recipient): PushMessage {
  const { display_name, content, attachments, channel_id } = message
  const author = display_name ?? 'Somebody'
  const text = content.trim() || (attachments?.length === 1 ? attachments[0]!.name : `${attachments?.length} files`)
  return {
    title: isDirect ? author : `${author} in #${channelName}`,
    body: shownText(text),
    path: pathOfMessage(message),
    topic: channel_id.replaceAll('-', ''),
  }
}
