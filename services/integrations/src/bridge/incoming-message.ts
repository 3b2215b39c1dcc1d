import { maxContentLength } from '@parley/contracts/messages/message'
import type { AccountKey } from '../connections/remote-channels.ts'

/**
 * A text as it is here: with the names of files that are not kept, without what PostgreSQL does not take, and cut where it
 * is longer than any message.
 */
export function textOf(text: string, left: readonly string[] = []): string {
  const plain = text.replaceAll('\0', '').toWellFormed().trim()
  const whole = [plain, ...left.map((name) => `📎 ${name}`)].filter((line) => line !== '').join('\n')
  const characters = [...whole]
  return characters.length <= maxContentLength ? whole : `${characters.slice(0, maxContentLength - 1).join('')}…`
}

/** Under which a message there is stored here, by the bridge or an import, once for ever. */
export const keyOf = (account: AccountKey, channelId: string, id: string): string =>
  `${keyPrefixOf(account)}${channelId}:${id}`

/** What the keys of an account's messages begin with. */
export const keyPrefixOf = ({ platform, accountId }: AccountKey): string => `${platform}:${accountId}:`
