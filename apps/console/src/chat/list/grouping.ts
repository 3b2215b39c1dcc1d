import type { Message } from '@parley/client/index'

/** Messages of one author that follow one another within so long share a head. */
const togetherMs = 5 * 60_000

export function isContinued(previous: Message | undefined, message: Message): boolean {
  if (!previous) return false
  const isSameAuthor =
    previous.user_id === message.user_id &&
    previous.ai_twin_id === message.ai_twin_id &&
    previous.display_name === message.display_name
  return isSameAuthor && Date.parse(message.created_at) - Date.parse(previous.created_at) < togetherMs
}
