import { HttpUrl } from '@parley/contracts/fields'
import * as z from 'zod'
import { paths } from '../../exports/layout.ts'
import type { DayFormat } from '../day-files.ts'
import { shownName } from '../shown-name.ts'
import type { Zip } from '../zip.ts'
import { translateParley } from './parley-message.ts'

const Text = z.string().nullish().catch(null)
const Id = z.string().min(1).max(200)

/** What is read of `users.json`. */
const ParleyUser = z.object({
  id: Id,
  name: Text,
  profile: z
    .object({ email: Text, image_192: HttpUrl.nullish().catch(null) })
    .nullish()
    .catch(null),
  parley: z.object({
    type: z.string(),
    platform: z
      .string()
      .regex(/^[a-z0-9_-]{1,50}$/)
      .optional(),
    foreign_id: Id.optional(),
  }),
})

/** What is read of the lists of channels. */
const ParleyChannel = z.object({
  id: Id,
  name: Text,
  is_archived: z.boolean().catch(false),
  is_general: z.boolean().catch(false),
  topic: z.object({ value: Text }).nullish().catch(null),
  purpose: z.object({ value: Text }).nullish().catch(null),
  parley: z.object({
    name: Id,
    display_name: Text,
    members: z.array(z.object({ id: Id, role: z.string() })).catch([]),
  }),
})

/** Whether a ZIP in the layout of Slack's exports is an export of Parley. */
export const isParleyExport = ({ sizes }: Zip): boolean => sizes.has(paths.about)

/** Parley's own export, see `docs/export.md`. */
export const parleyFormat: DayFormat = {
  kind: 'parley',
  platform: 'parley',

  person(given) {
    const { success, data } = ParleyUser.safeParse(given)
    if (!success) return undefined
    const { id, name, profile, parley } = data
    const { platform, foreign_id: foreignId } = parley
    return {
      id,
      name: shownName(name, id),
      email: profile?.email ?? null,
      avatarUrl: profile?.image_192 ?? null,
      ...(platform !== undefined && foreignId !== undefined && { bridged: { platform, foreignId } }),
    }
  },

  channel(given, isPrivate) {
    const { success, data } = ParleyChannel.safeParse(given)
    if (!success) return undefined
    const { id, name: folder, topic, purpose, parley } = data
    return {
      key: id,
      part: folder ?? id,
      name: parley.name,
      displayName: parley.display_name ?? null,
      description: purpose?.value ?? null,
      topic: topic?.value ?? null,
      isPrivate,
      isArchived: data.is_archived,
      isGeneral: data.is_general && !isPrivate,
      members: parley.members.map(({ id: person, role }) => ({ person, isAdmin: role === 'admin' })),
    }
  },

  translator(channelKey, authors) {
    const now = Date.now()
    return (given) => translateParley(given, { channelKey, authors, now })
  },
}
