import { setTimeout as wait } from 'node:timers/promises'
import { addChannelMember, createChannel, removeChannelMember } from '@parley/contracts/channels/channels'
import { sendChat } from '@parley/contracts/chat/chat'
import type { WorkspaceRole } from '@parley/contracts/endpoint'
import { updateKnowledge, uploadKnowledge } from '@parley/contracts/knowledge/knowledge'
import { uploadFiles } from '@parley/contracts/messages/files'
import { postMessage } from '@parley/contracts/messages/messages'
import type { Caller } from '@parley/kit/assertion'
import { seedWorkspace } from '@parley/testing/fixtures'
import { bootPlatform } from '@parley/testing/platform'
import { randomOf } from '@parley/testing/random'
import { sendOut } from '@parley/testing/rows/integrations'
import { answersIn, waitsToBeFound } from '@parley/testing/rows/messaging'
import { clientOf } from '@parley/testing/service'
import { vi } from 'vitest'

/**
 * The rule that answers are held to, and how exactly. An answer is worked on from `asked` to `received`; memberships,
 * platforms and documents change meanwhile. Each thing that a reply says must have been readable, at one moment of that
 * time, by everybody who could then read the place where the reply is posted, and by whoever asked. Things of one reply may
 * have been readable at different moments, since messages and documents are searched by statements of their own. Whoever
 * joins after that reads a history that was written before them. Stricter where people of a platform come to read a channel:
 * nothing that was begun before that is posted.
 *
 * Of what is asked for by name, an answer has to say it where it could be said all the time, and to say nothing of it where
 * it could at no moment.
 */

/** A channel, in which a message and a file that is attached to it say which channel it is. */
interface Channel {
  id: string
  name: string
  isPrivate: boolean
  members: ReadonlySet<Caller>
  /** Whether its messages go to a platform: `since` they were written, or `later` than that. */
  goesOut: 'never' | 'since' | 'later'
  canaries: readonly string[]
}

interface Document {
  id: string
  /** The twin that alone knows it, by its handle. */
  twin: string | null
  isPublic: boolean
  canaries: readonly string[]
}

/** Who could read what, from some moment of its change on: `begins` to `ends` is how long that took. */
interface State {
  channels: readonly Channel[]
  documents: readonly Document[]
  begins: number
  ends: number
}

const roles: Record<string, WorkspaceRole> = { p0: 'owner', p1: 'member', p2: 'member', p3: 'guest', p4: 'guest' }
const channelsEach = 7
/** Answers of one workspace: the questions of many more would crowd out what they ask for. */
const answersEach = 250
const atOnce = 6
const twins = ['lvng', 'steve-jobs', 'paul-graham']

/**
 * Asks for the canaries of all channels and documents of workspaces, by whole answers of the engine that needs no model,
 * while people join and leave, messages begin to go to platforms, and documents become public.
 *
 * @param untilMs after how many milliseconds no more is asked
 * @returns what was answered otherwise than the rule says, in sentences; none must be
 */
export async function askForAnswers({
  answers,
  seed,
  untilMs = Infinity,
}: {
  answers: number
  seed: number
  untilMs?: number
}) {
  const random = randomOf(seed)
  const oneOf = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
  const platform = await bootPlatform({
    services: ['channels', 'messaging', 'chat-engine'],
    serviceEnv: { messaging: { DOCUMENTS_AT_ONCE: '2' }, 'chat-engine': { RUN_POLL_MS: '10' } },
  })
  const { database, signingKeys } = platform
  const as = (service: 'channels' | 'messaging' | 'chat-engine', caller: Caller) =>
    clientOf(service, platform.urlOf(service), signingKeys, caller)
  const startedAt = performance.now()
  const counts = { answered: 0, refused: 0, saidNothing: 0, moves: 0, duringMoves: 0 }
  const wrong: string[] = []
  let word = 0
  /** A name and a canary that nothing else has. */
  const named = () => ({ name: `name${lettersOf(++word)}`, canary: `canary${lettersOf(word)}x` })

  const isOver = () => performance.now() - startedAt >= untilMs
  for (let left = answers; left > 0 && !isOver(); left -= answersEach) await inWorkspace(Math.min(left, answersEach))
  return { wrong, ...counts }

  async function inWorkspace(questions: number): Promise<void> {
    const seeded = await seedWorkspace(database, roles)
    const people = Object.keys(roles).map((name) => seeded[name] as Caller)
    const [owner, ...others] = people as [Caller, ...Caller[]]
    /** What can be asked for by its name, with the canary that answers it. */
    const targets: { name: string; canary: string }[] = []
    const states: State[] = [await fill()]
    const current = () => states.at(-1)!
    for (let i = 0; i < channelsEach * 3; i++) await move()
    let asked = 0
    const asking = Promise.all(
      Array.from({ length: atOnce }, async () => {
        while (asked++ < questions && !isOver()) await askOne()
      }),
    )
    let isAsking = true
    const moving = (async () => {
      while (isAsking) {
        await move()
        const enough = counts.answered + counts.refused + Math.floor(random() * 3 * atOnce)
        while (isAsking && counts.answered + counts.refused < enough) await wait(2)
      }
    })()
    await asking.finally(() => {
      isAsking = false
    })
    await moving

    async function fill(): Promise<State> {
      const channels: Channel[] = []
      for (let i = 0; i < channelsEach; i++) {
        const isPrivate = i % 3 !== 0
        const name = `room-${i}`
        const input = { workspace_id: owner.workspaceId, name, channel_type: 'text', is_private: isPrivate } as const
        const { channel } = await as('channels', owner).call(createChannel, input)
        const [said, filed] = [named(), named()]
        const file = new File([`The canary of ${filed.name} is ${filed.canary}.`], 'notes.txt')
        const { data } = await as('messaging', owner).call(uploadFiles, { files: [file], conversation_id: channel.id })
        await as('messaging', owner).call(postMessage, {
          channel_id: channel.id,
          content: `The canary of ${said.name} is ${said.canary}.`,
          attachments: data.files.map(({ id }) => ({ id })),
        })
        targets.push(said, filed)
        const canaries = [said.canary, filed.canary]
        channels.push({ id: channel.id, name, isPrivate, members: new Set([owner]), goesOut: 'never', canaries })
      }
      const documents: Document[] = []
      for (const twin of [null, null, ...twins.slice(0, 2)]) {
        const known = named()
        const [row] = await database.query<{ id: string }>(
          'select id from chat_engine.twins where workspace_id = $1 and handle = $2',
          [owner.workspaceId, twin],
        )
        const { data } = await as('chat-engine', owner).call(uploadKnowledge, {
          title: `Of ${known.name}`,
          content: `The canary of ${known.name} is ${known.canary}.`,
          ...(row && { twin_id: row.id }),
        })
        targets.push(known)
        documents.push({ id: data.id, twin, isPublic: false, canaries: [known.canary] })
      }
      await vi.waitUntil(async () => !(await waitsToBeFound(database)), 60_000)
      const waiting = `select from chat_engine.knowledge_documents where searched_version is null limit 1`
      await vi.waitUntil(async () => (await database.query(waiting)).length === 0, 60_000)
      return { channels, documents, begins: 0, ends: 0 }
    }

    /** Changes one thing that decides who may read what. */
    async function move(): Promise<void> {
      const { channels, documents } = current()
      const [who, channel, document] = [oneOf(others), oneOf(channels), oneOf(documents)]
      const kind = random()
      const change = (changed: Partial<Channel>) =>
        channels.map((each) => (each === channel ? { ...each, ...changed } : each))
      const begins = performance.now()
      let next: Pick<State, 'channels' | 'documents'> = { channels, documents }
      if (kind < 0.15) {
        const goesOut = channel.goesOut === 'never' ? oneOf(['since', 'later'] as const) : 'never'
        await sendOut(database, owner, channel.id, { never: null, since: 0, later: 1 }[goesOut])
        next = { channels: change({ goesOut }), documents }
      } else if (kind < 0.25) {
        const isPublic = !document.isPublic && document.twin === null
        await as('chat-engine', owner).call(updateKnowledge, { id: document.id, is_public: isPublic })
        next = { channels, documents: documents.map((each) => (each === document ? { ...each, isPublic } : each)) }
      } else {
        const members = new Set(channel.members)
        if (members.delete(who))
          await as('channels', owner).answer(removeChannelMember, { id: channel.id, userId: who.userId })
        else {
          await as('channels', owner).call(addChannelMember, { id: channel.id, user_id: who.userId })
          members.add(who)
        }
        next = { channels: change({ members }), documents }
      }
      states.push({ ...next, begins, ends: performance.now() })
      counts.moves += 1
    }

    async function askOne(): Promise<void> {
      const [asker, twin, target] = [oneOf(people), oneOf(twins), oneOf(targets)]
      const at = random() < 0.3 ? undefined : Math.floor(random() * channelsEach)
      const summarized = random() < 0.1 ? oneOf(current().channels).name : undefined
      const message = summarized ? `Summarize #${summarized}` : `What is the canary of ${target.name}?`
      const channelId = at === undefined ? undefined : current().channels[at]!.id
      const asked = performance.now()
      const { status, body } = await as('chat-engine', asker).answer(sendChat, {
        message,
        personality: twin,
        ...(channelId ? { channelId } : { sessionId: crypto.randomUUID() }),
      })
      const received = performance.now()
      // From the last state that was whole before the question on: one that was being changed may have been either.
      const first = states.findLastIndex(({ ends }) => ends <= asked)
      const during = states.slice(Math.max(first, 0)).filter(({ begins }) => begins <= received)
      if (during.length > 1) counts.duringMoves += 1
      const told = () => `${asker.role} of ${twin} in ${at ?? 'private'}: “${message}”`

      const mayAsk = during.map(({ channels }) => at === undefined || mayRead(asker, channels[at]!))
      if (status !== 200) {
        counts.refused += 1
        const isRefusal = [403, 404, 409].includes(status)
        if (!isRefusal || (during.length === 1 && mayAsk[0])) wrong.push(`${told()} is a ${status}`)
        return
      }
      if (!mayAsk.includes(true)) wrong.push(`${told()} is answered`)
      counts.answered += 1
      const { reply, metadata } = body as { reply: string; metadata: { runId: string } }
      const quotable = during.map((state) => quotableIn(state, { people, asker, at, twin }))
      for (const canary of reply.match(/canary[a-z]+x/g) ?? [])
        if (!quotable.some((canaries) => canaries.has(canary))) wrong.push(`${told()} says ${canary}`)
      if (!reply.includes('canary')) counts.saidNothing += 1
      const isDue = summarized === undefined && quotable.every((canaries) => canaries.has(target.canary))
      if (isDue && !reply.includes(target.canary)) wrong.push(`${told()} misses ${target.canary}: ${reply}`)
      if (channelId === undefined) return
      const posted = await answersIn(database, channelId, metadata.runId)
      if (String(posted) !== reply) wrong.push(`${told()} is posted as ${posted}`)
    }
  }
}

/** What may be quoted to everyone who reads an answer, as things are. */
function quotableIn(
  { channels, documents }: State,
  { people, asker, at, twin }: { people: readonly Caller[]; asker: Caller; at: number | undefined; twin: string },
): ReadonlySet<string> {
  const destination = at === undefined ? undefined : channels[at]!
  const isOutward = destination !== undefined && destination.goesOut !== 'never'
  const readers = destination ? people.filter((who) => mayRead(who, destination)) : []
  const all = [asker, ...readers]
  // Guests read no document of the workspace; of those who may read a public channel, those alone count who are in it.
  const isForGuests = [asker, ...(destination?.members ?? [])].some(({ role }) => role === 'guest')
  // Whoever joins the workspace later may read a public channel, and so its answers.
  const isForAll = destination !== undefined && !destination.isPrivate
  const ofChannels = channels.filter((channel) =>
    isOutward
      ? channel === destination && channel.goesOut === 'since'
      : all.every((who) => mayRead(who, channel)) && (channel === destination || !(isForAll && channel.isPrivate)),
  )
  const ofDocuments = documents.filter(
    (document) => document.isPublic || (!isOutward && (document.twin === null ? !isForGuests : document.twin === twin)),
  )
  return new Set([...ofChannels, ...ofDocuments].flatMap(({ canaries }) => canaries))
}

const mayRead = (who: Caller, { isPrivate, members }: Channel): boolean =>
  members.has(who) || (!isPrivate && who.role !== 'guest')

/** A number in letters, so that it stays part of its word. */
const lettersOf = (number: number): string => String(number).replaceAll(/\d/g, (digit) => 'bcdfghjklm'[Number(digit)]!)
