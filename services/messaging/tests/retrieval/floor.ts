import { addChannelMember, createChannel, removeChannelMember } from '@parley/contracts/channels/channels'
import type { WorkspaceRole } from '@parley/contracts/endpoint'
import { uploadFiles } from '@parley/contracts/messages/files'
import { postMessage } from '@parley/contracts/messages/messages'
import { findSources } from '@parley/contracts/messages/sources'
import { readTranscript } from '@parley/contracts/messages/transcript'
import type { Caller } from '@parley/kit/assertion'
import { seedWorkspace } from '@parley/testing/fixtures'
import { randomOf } from '@parley/testing/random'
import { sendOut } from '@parley/testing/rows/integrations'
import { bootService } from '@parley/testing/service'
import { vi } from 'vitest'

/** A channel as the test knows it, in which a message, and the file that is attached to it, say which channel it is. */
interface Channel {
  id: string
  isPrivate: boolean
  members: Set<Caller>
  /** Whether its messages go to a platform: `since` they were written, or `later` than that. */
  goesOut: 'never' | 'since' | 'later'
  canary: string
}

interface Workspace {
  people: Caller[]
  channels: Channel[]
}

const workspaces = 2
const peopleEach = 7
const guestsEach = 3
const channelsEach = 9
/** Questions between two changes of who is where. */
const atOnce = 10

/**
 * Asks random people of random workspaces for the canaries of all channels, for themselves and into channels, and reads
 * what summaries are made of, while members come and go.
 *
 * @returns what was found otherwise than the rule says, in sentences; none must be
 */
export async function askForCanaries({ questions, seed }: { questions: number; seed: number }): Promise<string[]> {
  const random = randomOf(seed)
  const oneOf = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
  const messaging = await bootService('messaging', { env: { DOCUMENTS_AT_ONCE: '2' } })
  const { database } = messaging
  const channels = await bootService('channels', { database, env: { REDIS_PREFIX: messaging.redisPrefix } })
  const all: Workspace[] = []
  for (let i = 0; i < workspaces; i++) all.push(await fill(i))
  for (const queued of ['messaging.search_queue', "messaging.file_texts where status = 'queued'"])
    await vi.waitUntil(async () => (await database.query(`select from ${queued} limit 1`)).length === 0, 60_000)

  const wrong: string[] = []
  const check = async (workspace: Workspace) => {
    const asker = oneOf(workspace.people)
    const destination = random() < 0.25 ? undefined : oneOf(workspace.channels)
    const expected = destination && !mayRead(asker, destination) ? 'none' : quotable(workspace, asker, destination)
    const found = await ask(asker, destination)
    if (String(found) !== String(expected))
      wrong.push(`${asker.role} into ${destination?.canary ?? 'private'}: found ${found}, not ${expected}`)

    const summarized = oneOf(workspace.channels)
    const isForAnswer = random() < 0.5
    const said = await read(asker, summarized, isForAnswer)
    const covered = summarizable(asker, summarized, isForAnswer)
    if (String(said) !== String(covered))
      wrong.push(`${asker.role} of ${summarized.canary}: read ${said}, not ${covered}`)
  }
  for (let asked = 0; asked < questions; asked += atOnce) {
    const workspace = oneOf(all)
    await move(workspace)
    await Promise.all(Array.from({ length: atOnce }, () => check(workspace)))
  }
  return wrong

  async function fill(number: number): Promise<Workspace> {
    const names = Array.from({ length: peopleEach }, (_, i) => `p${number}${i}`)
    const roleOf = (i: number): WorkspaceRole => (i === 0 ? 'owner' : i >= peopleEach - guestsEach ? 'guest' : 'member')
    const seeded = await seedWorkspace(database, Object.fromEntries(names.map((name, i) => [name, roleOf(i)])))
    const people = names.map((name) => seeded[name] as Caller)
    const owner = people[0]!
    const made: Channel[] = []
    for (let i = 0; i < channelsEach; i++) {
      const isPrivate = i % 3 !== 0
      const input = {
        workspace_id: owner.workspaceId,
        name: `c${i}`,
        channel_type: 'text',
        is_private: isPrivate,
      } as const
      const { channel } = await channels.callAs(owner).call(createChannel, input)
      const canary = `canary${number}x${i}`
      const note = new File([`The canary of this file is ${canary}f, keep it warm.`], 'notes.txt')
      const { data } = await messaging.callAs(owner).call(uploadFiles, { files: [note], conversation_id: channel.id })
      await messaging.callAs(owner).call(postMessage, {
        channel_id: channel.id,
        content: `The canary of this room is ${canary}, feed it well.`,
        attachments: data.files.map(({ id }) => ({ id })),
      })
      made.push({ id: channel.id, isPrivate, members: new Set([owner]), goesOut: 'never', canary })
    }
    const workspace = { people, channels: made }
    for (let i = 0; i < channelsEach * 2; i++) await move(workspace)
    return workspace
  }

  /** Adds somebody to a channel or removes them, or has its messages go to a platform or not any more. */
  async function move({ people, channels: theirs }: Workspace): Promise<void> {
    const [owner, ...others] = people as [Caller, ...Caller[]]
    const [who, channel] = [oneOf(others), oneOf(theirs)]
    if (random() < 0.25) {
      channel.goesOut = channel.goesOut === 'never' ? oneOf(['since', 'later'] as const) : 'never'
      const afterSeq = { never: null, since: 0, later: 1 }[channel.goesOut]
      await sendOut(database, owner, channel.id, afterSeq)
    } else if (channel.members.delete(who))
      await channels.callAs(owner).call(removeChannelMember, { id: channel.id, userId: who.userId })
    else {
      await channels.callAs(owner).call(addChannelMember, { id: channel.id, user_id: who.userId })
      channel.members.add(who)
    }
  }

  async function ask({ workspaceId, userId }: Caller, destination: Channel | undefined): Promise<string[] | 'none'> {
    const engine = messaging.callAs({ kind: 'service', service: 'chat-engine', workspaceId, userId })
    const { status, body } = await engine.answer(findSources, {
      question: 'What is the canary?',
      destination_channel_id: destination?.id ?? null,
      limit: 20,
    })
    if (status === 404) return 'none'
    const { sources } = body as { sources: { content: string }[] }
    return sources.map(({ content }) => canaryIn(content)).sort()
  }

  async function read(
    { workspaceId, userId }: Caller,
    { id }: Channel,
    isForAnswer: boolean,
  ): Promise<string[] | 'none'> {
    const engine = messaging.callAs({ kind: 'service', service: 'chat-engine', workspaceId, userId })
    const passage = { channel_id: id, limit: 20, for_answer: isForAnswer }
    const { status, body } = await engine.answer(readTranscript, passage)
    if (status === 404) return 'none'
    const { messages } = body as { messages: { content: string }[] }
    return messages.map(({ content }) => canaryIn(content))
  }
}

const canaryIn = (text: string): string => /canary\d+x\d+f?/.exec(text)![0]

const mayRead = (who: Caller, { isPrivate, members }: Channel): boolean =>
  members.has(who) || (!isPrivate && who.role !== 'guest')

/** The canaries of the channels that the asker may read, and with them everyone who may read the destination. */
function quotable({ people, channels }: Workspace, asker: Caller, destination: Channel | undefined): string[] {
  // People of a platform have seen what has crossed in this channel, and nothing else.
  if (destination && destination.goesOut !== 'never')
    return destination.goesOut === 'since' ? [destination.canary, `${destination.canary}f`] : []
  const readers = destination ? people.filter((who) => mayRead(who, destination)) : [asker]
  // Whoever joins the workspace later may read a public channel, and so its answers.
  const isForAll = destination !== undefined && !destination.isPrivate
  return channels
    .filter((channel) => readers.every((who) => mayRead(who, channel)))
    .filter((channel) => channel === destination || !(isForAll && channel.isPrivate))
    .flatMap(({ canary }) => [canary, `${canary}f`])
    .sort()
}

/** What a summary of a channel may rest on, for the asker, or for an answer that all of the channel's readers are shown. */
function summarizable(asker: Caller, channel: Channel, isForAnswer: boolean): string[] | 'none' {
  if (!mayRead(asker, channel)) return 'none'
  return isForAnswer && channel.goesOut === 'later' ? [] : [channel.canary]
}
