import type { Scene } from '../bridge/scene.ts'
import type { RemoteAuthor } from '../platforms/platform.ts'

/** What somebody sends who begins a chat with a bot of Telegram's. */
const greeting = '/start'

/** Says to whoever begins a chat with our account who they are there: Telegram shows it to nobody, and linking takes it. */
export async function answerGreeting(
  { ctx, account, client, signal }: Pick<Scene, 'ctx' | 'account' | 'client' | 'signal'>,
  author: RemoteAuthor,
  text: string,
): Promise<void> {
  if (text.trim() !== greeting) return
  try {
    await client.sendDirect?.(author.id, `Your account here is ${author.id}. Enter it in Parley to link it.`, signal)
  } catch (error) {
    ctx.log.info({ err: error, platform: account.platform }, 'a greeting could not be answered')
  }
}
