import { startDiscord } from '@parley/testing/platforms/discord'
import { emoji, lossy, type MessageThere, peopleOf, type Side } from './side.ts'

export async function discordSide(): Promise<Side> {
  const discord = await startDiscord({ heartbeatIntervalMs: 1_000 })
  const people = peopleOf((name) => discord.person(name))
  const channel = discord.channel('discord-storm')
  const { botToken, guildId, publicKey } = discord
  // A message of a thread is named by both.
  const placeOf = (id: string): [place: string, message: string] => {
    const [place, message] = id.split('-')
    return message === undefined ? [channel, id] : [place!, message]
  }
  const hasThread = (root: string) => discord.messages(channel).some(({ id, threadId }) => id === root && threadId)
  let cuts = 0
  return {
    platform: 'discord',
    env: { DISCORD_API_URL: discord.apiUrl },
    credentials: { botToken, guildId, publicKey },
    channel: 'discord-storm',
    splitsAt: 2_000,
    lacks: {},
    begin: async () => {},
    post(by, content, root, file) {
      const options = { ...(file && { file }) }
      if (root === undefined) return discord.post(channel, people[by], content, options)
      if (!hasThread(root)) discord.startThread(channel, 'Thread', root)
      return `${root}-${discord.post(root, people[by], content, options)}`
    },
    edit: (id, content) => discord.edit(...placeOf(id), content),
    remove: (id) => discord.remove(...placeOf(id)),
    react(by, id, which, isAdded) {
      const [place, message] = placeOf(id)
      if (isAdded) discord.react(place, people[by], message, which)
      else discord.unreact(place, people[by], message, which)
    },
    messages: () =>
      discord.messages(channel).flatMap((root) => {
        const shown = (message: typeof root, rootId?: string): MessageThere => ({
          id: rootId === undefined ? message.id : `${rootId}-${message.id}`,
          ...{ content: message.content, rootId, files: message.attachments.map(({ filename }) => filename) },
          ownReactions: emoji.filter((each) => message.reactions.get(each)?.includes(discord.botUserId)),
        })
        const replies = root.threadId === undefined ? [] : discord.messages(root.threadId)
        return [shown(root), ...replies.map((reply) => shown(reply, root.id))]
      }),
    faults: discord.faults,
    losses: lossy,
    disconnect() {
      const ways = [
        () => discord.gateway.disconnect(1006),
        () => discord.gateway.freeze(),
        () => discord.gateway.reconnect(),
        () => discord.gateway.invalidate(false),
      ]
      ways[cuts++ % ways.length]!()
    },
    settled: () => discord.settled(),
  }
}
