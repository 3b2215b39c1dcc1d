import { createHash } from 'node:crypto'
import { strFromU8, unzipSync } from 'fflate'

/** What is read of an export's entries, and of nothing else. */
interface User {
  id: string
  real_name: string
}
interface Channel {
  id: string
  name?: string
  is_archived: boolean
  is_general: boolean
  topic: { value: string }
  purpose: { value: string }
  parley: { name: string; display_name: string | null; members: { id: string; role: string }[] }
}
interface Entry {
  subtype?: string
  user: string
  text: string
  ts: string
  edited?: { ts: string }
  files?: { name: string; mimetype: string; size: number; url_private?: string }[]
  parley: {
    id: string
    content?: string
    content_type?: string
    parent_id?: string
    metadata?: object
    pinned?: { at: string }
    reactions?: { emoji: string; user: string; created_at: string }[]
  }
}

/** An export of a workspace, unpacked. */
export interface ExportedWorkspace {
  /** The names of its files. */
  names: string[]
  json<T = unknown>(name: string): T
  /** All text that is in it. */
  text: string
  /** What it says of each channel, by name, but for ids: two exports of the same conversations are equal. */
  channels(): Record<string, unknown>
  /** Who is in each channel, by name, and as what. */
  members(): Record<string, string[]>
}

export function unpackExport(bytes: Uint8Array): ExportedWorkspace {
  const files = unzipSync(bytes)
  const json = <T>(name: string) => JSON.parse(strFromU8(files[name]!)) as T
  const lists = ['channels.json', 'groups.json', 'dms.json', 'mpims.json']
  const names = Object.keys(files)

  const namesOfPeople = () => new Map(json<User[]>('users.json').map(({ id, real_name: name }) => [id, name]))

  function messagesOf(folder: string) {
    const people = namesOfPeople()
    const days = names.filter((name) => name.startsWith(`${folder}/2`)).sort()
    const entries = days.flatMap((day) => json<Entry[]>(day).map((entry) => ({ day, entry })))
    const textOf = new Map(entries.map(({ entry }) => [entry.parley.id, entry.text]))
    const nameOf = (id: string) => people.get(id) ?? id
    return entries.map(({ day, entry }) => ({
      day: day.slice(day.indexOf('/')),
      deleted: entry.subtype === 'tombstone',
      at: entry.ts.slice(0, -3),
      user: nameOf(entry.user),
      text: entry.text,
      content: entry.parley.content,
      type: entry.parley.content_type,
      metadata: entry.parley.metadata,
      edited: entry.edited?.ts,
      parent: entry.parley.parent_id && textOf.get(entry.parley.parent_id),
      pinned: entry.parley.pinned?.at,
      reactions: entry.parley.reactions
        ?.map(({ emoji, user, created_at: at }) => `${emoji} ${nameOf(user)} ${at}`)
        .sort(),
      files: entry.files?.map(({ name, mimetype, size, url_private: path }) => ({
        ...{ name, mimetype, size },
        digest: path && createHash('sha256').update(files[path]!).digest('hex'),
      })),
    }))
  }

  return {
    names,
    json,
    text: names
      .filter((name) => name.endsWith('.json'))
      .map((name) => strFromU8(files[name]!))
      .join('\n'),
    channels: () =>
      Object.fromEntries(
        lists.flatMap((list) =>
          json<Channel[]>(list).map((channel) => [
            channel.parley.name,
            {
              isPrivate: list !== 'channels.json',
              isArchived: channel.is_archived,
              isGeneral: channel.is_general,
              displayName: channel.parley.display_name,
              topic: channel.topic.value,
              description: channel.purpose.value,
              messages: messagesOf(channel.name ?? channel.id),
            },
          ]),
        ),
      ),
    members() {
      const people = namesOfPeople()
      const channels = lists.flatMap((list) => json<Channel[]>(list))
      return Object.fromEntries(
        channels.map(({ parley: { name, members } }) => [
          name,
          members.map(({ id, role }) => `${people.get(id)}: ${role}`).sort(),
        ]),
      )
    },
  }
}
