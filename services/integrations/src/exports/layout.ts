import { extname } from 'node:path'

/** Of what an archive is, raised when what reads it must change. */
export const layoutVersion = 1

/** Where things are in an archive, beside what Slack's exports have. */
export const paths = { about: 'parley/export.json', files: 'parley/files' } as const

/** The lists of conversations, and which channels are in each. */
export const channelLists = ['channels.json', 'groups.json', 'dms.json', 'mpims.json'] as const
export type ChannelList = (typeof channelLists)[number]

/** Slack’s way to name a message in its channel: seconds with six decimals, of which ours has three; the rest distinguishes. */
export function tsOf(createdAt: string, seq: number): string {
  const ms = Date.parse(createdAt)
  const fraction = String(((ms % 1_000) + 1_000) % 1_000).padStart(3, '0')
  return `${Math.floor(ms / 1_000)}.${fraction}${String(seq % 1_000).padStart(3, '0')}`
}

/** Where a file is: under its id, since names are not unique, with the ending by which programs know what it is. */
export const filePath = ({ id, name }: { id: string; name: string }): string =>
  `${paths.files}/${id}${/^\.[a-z0-9]{1,10}$/i.test(extname(name)) ? extname(name) : ''}`
