import { startTelegram } from '@parley/testing/platforms/telegram'
import { peopleOf, type Side, type StormEmoji } from './side.ts'

/** Updates are numbered and asked for, so that none is lost or overtaken. */
export async function telegramSide(): Promise<Side> {
  const telegram = await startTelegram()
  const people = peopleOf((name) => telegram.person(name))
  const chat = telegram.group('telegram-storm')
  const reactions = new Map<string, Set<StormEmoji>>()
  return {
    platform: 'telegram',
    env: { TELEGRAM_API_URL: telegram.apiUrl },
    credentials: { botToken: telegram.botToken },
    channel: 'telegram-storm',
    splitsAt: 4_096,
    lacks: { deletionsIn: true, secondReaction: true, confirmation: true },
    begin: async () => telegram.invite(chat),
    post: (by, content, root, file) =>
      String(
        telegram.post(chat, people[by], content, { ...(root && { replyTo: Number(root) }), ...(file && { file }) }),
      ),
    edit: (id, content) => telegram.edit(chat, Number(id), content),
    remove: (id) => telegram.remove(chat, Number(id)),
    react(by, id, which, isAdded) {
      const own = reactions.get(`${by} ${id}`) ?? new Set()
      if (isAdded) own.add(which)
      else own.delete(which)
      reactions.set(`${by} ${id}`, own)
      telegram.react(chat, people[by], Number(id), [...own])
    },
    messages: () =>
      telegram.messages(chat).map(({ id, text, replyTo, reactions: all, file }) => ({
        id: String(id),
        content: text,
        files: file ? [file.name] : [],
        rootId: replyTo === undefined ? undefined : String(replyTo),
        ownReactions: all.get(telegram.botUserId) ?? [],
      })),
    faults: telegram.faults,
    losses: [[0.2, { kind: 'repeat' }]],
    disconnect() {},
    settled: () => telegram.settled(),
  }
}
