import { startTeams } from '@parley/testing/platforms/teams'
import { lossy, peopleOf, type Side } from './side.ts'

export async function teamsSide(): Promise<Side> {
  const teams = await startTeams({ retryAfterMs: [200, 1_000, 4_000, 8_000, 16_000] })
  const people = peopleOf((name) => teams.person(name))
  const channel = teams.channel('teams-storm')
  const { tenantId, clientId, clientSecret, teamId } = teams
  // A reply is named by its root, too.
  const named = (id: string, rootId?: string) => (rootId === undefined ? id : `${rootId}-${id}`)
  const plain = (id: string) => id.split('-').at(-1)!
  return {
    platform: 'teams',
    env: { TEAMS_API_URL: teams.apiUrl, TEAMS_LOGIN_URL: teams.loginUrl, TEAMS_BOT_URL: teams.botUrl },
    credentials: { tenantId, clientId, clientSecret, teamId },
    channel: 'teams-storm',
    splitsAt: 20_000,
    lacks: { reactionsOut: true, filesIn: true, filesOut: true },
    begin: async () => {},
    post: (by, content, replyTo) =>
      named(teams.post(channel, people[by], content, { ...(replyTo && { replyTo }) }), replyTo),
    edit: (id, content) => teams.edit(channel, plain(id), content),
    remove: (id) => teams.remove(channel, plain(id)),
    react: (by, id, which, isAdded) =>
      isAdded
        ? teams.react(channel, people[by], plain(id), which)
        : teams.unreact(channel, people[by], plain(id), which),
    messages: () =>
      teams
        .messages(channel)
        .map(({ id, content, rootId }) => ({ id: named(id, rootId), content, rootId, ownReactions: [] })),
    faults: teams.faults,
    losses: lossy,
    disconnect: () => teams.tellOfLife('missed'),
    settled: () => teams.settled(),
  }
}
