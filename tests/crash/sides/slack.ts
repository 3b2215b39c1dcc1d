import { startSlack } from '@parley/testing/platforms/slack'
import { emoji, lossy, peopleOf, type Side, type StormEmoji } from './side.ts'

export async function slackSide(): Promise<Side> {
  const slack = await startSlack({ retryAfterMs: [200, 1_000, 4_000, 8_000, 16_000] })
  const names: Record<StormEmoji, string> = { '👍': '+1', '🎉': 'tada', '👀': 'eyes' }
  const people = peopleOf((name) => slack.person(name))
  const channel = slack.channel('slack-storm')
  return {
    platform: 'slack',
    env: { SLACK_API_URL: slack.apiUrl },
    credentials: { botToken: slack.botToken, signingSecret: slack.signingSecret },
    channel: 'slack-storm',
    splitsAt: 4_000,
    lacks: {},
    begin: (url) => slack.subscribe(url),
    post(by, content, thread, file) {
      const options = { ...(thread && { thread }) }
      if (!file) return slack.post(channel, people[by], content, options)
      return slack.upload(channel, people[by], file, { ...options, text: content })
    },
    edit: (id, content) => slack.edit(channel, id, content),
    remove: (id) => slack.remove(channel, id),
    react: (by, id, which, isAdded) =>
      isAdded
        ? slack.react(channel, people[by], id, names[which])
        : slack.unreact(channel, people[by], id, names[which]),
    messages: () =>
      slack.messages(channel).map(({ ts: id, text: content, threadTs: rootId, reactions, files }) => ({
        ...{ id, content, rootId, files: files.map(({ name }) => name) },
        ownReactions: emoji.filter((each) => reactions.get(names[each])?.includes(slack.botUserId)),
      })),
    faults: slack.faults,
    losses: lossy,
    disconnect() {},
    settled: () => slack.settled(),
  }
}
