import type { StoredMessage } from '@parley/contracts/messages/message'
import type { OutgoingMessage } from '../platforms/platform.ts'
import { outgoingFiles } from './files.ts'
import type { Sending } from './sending-context.ts'

/** What people here react with. */
export const emojiOf = ({ reactions }: StoredMessage): Set<string> =>
  new Set(reactions.filter((each) => each.user_ids.length > 0).map(({ emoji }) => emoji))

/** What the files of a message are called. */
export const namesOf = ({ attachments }: StoredMessage): string[] => (attachments ?? []).map(({ name }) => name)

/** With its files where the platform takes them, but for those that are left; of the others it has the names. */
export function outgoingOf(
  { ctx, connection, capabilities }: Sending,
  message: StoredMessage,
  threadId: string | null,
  leftFiles: readonly string[],
): OutgoingMessage {
  const left = new Set(capabilities.files.out ? leftFiles : namesOf(message))
  const names = namesOf(message).filter((name) => left.has(name))
  return {
    key: message.id,
    author: { name: message.display_name ?? 'Somebody', avatarUrl: null },
    text: [message.content.trim(), ...names.map((name) => `📎 ${name}`)].filter((line) => line !== '').join('\n'),
    hasPreviews: message.user_id !== null,
    threadId,
    files: outgoingFiles(ctx, connection, message).filter(({ name }) => !left.has(name)),
  }
}
