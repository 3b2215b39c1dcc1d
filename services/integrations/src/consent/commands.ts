import { transaction } from '@parley/kit/outbox'
import type { Scene } from '../bridge/scene.ts'
import type { RemoteAuthor } from '../platforms/platform.ts'
import { saveCommand } from './store.ts'
import { commandOf, confirmations } from './words.ts'

/**
 * Does what an author says about the bridge, and confirms it to them, once, where the platform has direct messages.
 *
 * @param at when they said it there
 * @returns whether the text was a command: then it does not come in
 */
export async function takeCommand(
  { ctx, account, client, signal }: Pick<Scene, 'ctx' | 'account' | 'client' | 'signal'>,
  author: RemoteAuthor,
  text: string,
  at: Date,
): Promise<boolean> {
  const command = commandOf(text)
  if (!command || author.isSelf) return false
  // No clock there may have the last word for ever.
  const said = new Date(Math.min(at.getTime(), Date.now()))
  const isNew = await transaction(ctx.db, (tx) => saveCommand(tx, account, author.id, command, said))
  if (!isNew) return true
  ctx.log.info({ platform: account.platform, author: author.id, command }, 'an author has said what may come in')
  try {
    await client.sendDirect?.(author.id, confirmations[command], signal)
  } catch (error) {
    ctx.log.info({ err: error, platform: account.platform }, 'a command could not be confirmed')
  }
  return true
}
