import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { CallOptions } from '@parley/client/client'
import { deleteMessage, editMessage, toggleReaction } from '@parley/contracts/messages/changes'
import { uploadFiles } from '@parley/contracts/messages/files'
import { postMessage } from '@parley/contracts/messages/messages'
import type { Person } from '@parley/testing/people'
import { randomOf } from '@parley/testing/random'
import { emoji, type Foreigner, foreigners, type Side, type StormEmoji } from './sides/side.ts'

/** What somebody has written, as everybody should see it in the end. */
export interface Written {
  /** What its text begins with, whatever becomes of it. */
  name: string
  from: 'here' | 'there'
  version: number
  /** Many, where it is longer than a message may be there: then it is several of them. */
  paragraphs: number
  /** What its file is called, where it has one. */
  file: string | undefined
  root: Written | undefined
  /** It is deleted some time, and nobody replies to it. */
  isDoomed: boolean
  isGone: boolean
  /** Its id where it was written. */
  id: string
  /** Who reacts with what. */
  reactions: Map<StormEmoji, Set<'ada' | Foreigner>>
}

/** Each paragraph begins with the name, so that each part of what is split does. */
export const contentOf = ({ name, version, paragraphs }: Pick<Written, 'name' | 'version' | 'paragraphs'>): string =>
  paragraphs === 1
    ? `${name} v${version}`
    : Array.from({ length: paragraphs }, (_, i) => `${name} v${version} ${i} ${filler}`).join('\n\n')

const filler = 'x'.repeat(150)

/** The name of what was written, wherever its text stands. */
export const nameIn = (content: string): string | undefined => /\w+ (?:here|there) \d+(?= v\d+)/.exec(content)?.[0]

export interface BridgeDay {
  side: Side
  ada: Person
  channelId: string
  /** A message’s id here, by its name, once it is here. */
  idHere: (name: string) => string | undefined
  /** Whether a message from here may be deleted: where nobody can say what has arrived, it has a link. */
  mayDelete: (written: Written) => Promise<boolean>
  onAct: () => void
  seed: number
  /** How much is done. */
  acts: number
  /** Between two acts, at most. */
  pauseMs: number
}

/** Of the newest so many messages one is edited, answered, or reacted to. */
const recent = 12

/** People who do at random, by a seed, what they do in a channel: on a platform, and here. What they have written. */
export async function spendBridgeDay(day: BridgeDay): Promise<Written[]> {
  const { side, ada, channelId, seed, acts, pauseMs } = day
  const random = randomOf(seed)
  const all: Written[] = []
  const oneOf = <Of>(some: readonly Of[]): Of | undefined => some[Math.floor(random() * some.length)]
  const isHere = () => random() < 0.5
  const alive = () => all.filter(({ isGone }) => !isGone).slice(-recent)
  const idThere = (name: string) => side.messages().find(({ content }) => nameIn(content) === name)?.id
  const idOf = ({ from, id, name }: Written, where: Written['from']) =>
    from === where ? id : where === 'here' ? day.idHere(name) : idThere(name)

  /** Longer than a message there may be, now and then. */
  const lengthOf = (from: Written['from']) =>
    from === 'here' && side.splitsAt !== undefined && random() < 0.1
      ? Math.ceil((1.3 * side.splitsAt) / filler.length)
      : 1

  const fileOf = (name: string, from: Written['from']) =>
    random() < 0.08 && !(from === 'there' && side.lacks.filesIn) ? `${name} v0.txt` : undefined
  const upload = async (name: string) => {
    const files = [new File([name], name)]
    const { data } = await settled((options) => ada.call(uploadFiles, { files, conversation_id: channelId }, options))
    return data.files.map(({ id }) => ({ id }))
  }

  async function write(root: Written | undefined): Promise<void> {
    const from: Written['from'] = isHere() ? 'here' : 'there'
    const rootId = root && idOf(root, from)
    if (root && rootId === undefined) return write(undefined)
    const name = `${side.platform} ${from} ${all.length + 1}`
    const paragraphs = lengthOf(from)
    const content = contentOf({ name, version: 1, paragraphs })
    const file = fileOf(name, from)
    const isDoomed = random() < 0.2
    const by = oneOf(foreigners)!
    const attached = from === 'here' && file !== undefined ? { attachments: await upload(file) } : {}
    const id =
      from === 'there'
        ? side.post(by, content, rootId, file === undefined ? undefined : { name: file, bytes: Buffer.from(name) })
        : (
            await settled((options) =>
              ada.call(
                postMessage,
                { channel_id: channelId, content, ...(rootId && { parent_message_id: rootId }), ...attached },
                options,
              ),
            )
          ).data.id
    const written = {
      name,
      from,
      version: 1,
      paragraphs,
      file,
      root,
      isDoomed,
      isGone: false,
      id,
      reactions: new Map(),
    }
    all.push(written)
    // Some take it back at once.
    if (isDoomed && random() < 0.3) await remove(written)
  }

  async function edit(): Promise<void> {
    const written = oneOf(alive())
    if (!written) return
    written.version += 1
    if (random() < 0.3) written.paragraphs = 1
    const content = contentOf(written)
    if (written.from === 'there') side.edit(written.id, content)
    else await settled((options) => ada.call(editMessage, { id: written.id, content }, options))
  }

  async function remove(written: Written | undefined): Promise<void> {
    if (!written || (written.from === 'there' && side.lacks.deletionsIn) || !(await day.mayDelete(written))) return
    written.isGone = true
    if (written.from === 'there') side.remove(written.id)
    else await settled((options) => ada.call(deleteMessage, { id: written.id }, options))
  }

  async function react(): Promise<void> {
    const where = isHere() ? 'here' : 'there'
    const written = oneOf(alive())
    const id = written && idOf(written, where)
    if (!written || id === undefined) return
    const which = where === 'here' && side.lacks.secondReaction ? emoji[0] : oneOf(emoji)!
    const by = where === 'here' ? 'ada' : oneOf(foreigners)!
    const who = written.reactions.get(which) ?? new Set()
    written.reactions.set(which, who)
    const isAdded = !who.delete(by)
    if (isAdded) who.add(by)
    if (by !== 'ada') side.react(by, id, which, isAdded)
    else await settled((options) => ada.call(toggleReaction, { id, emoji: which }, options))
  }

  for (let act = 0; act < acts; act++) {
    const chance = random()
    if (chance < 0.4) await write(undefined)
    else if (chance < 0.6) await write(oneOf(alive().filter(({ root, isDoomed }) => !root && !isDoomed)))
    else if (chance < 0.75) await edit()
    else if (chance < 0.82) await remove(oneOf(alive().filter(({ isDoomed }) => isDoomed)))
    else await react()
    day.onAct()
    await wait(random() * pauseMs)
  }
  return all
}

/** Under one key until it is answered: a busy gateway may refuse it for a moment. */
async function settled<Answer>(attempt: (options: CallOptions) => Promise<Answer>): Promise<Answer> {
  const idempotencyKey = randomUUID()
  for (let tries = 1; ; tries++) {
    try {
      return await attempt({ idempotencyKey, signal: AbortSignal.timeout(10_000) })
    } catch (error) {
      if (tries === 10) throw error
      await wait(300)
    }
  }
}
