import type { PlatformName } from '@parley/contracts/connections/platform'
import { HttpUrl, Name } from '@parley/contracts/fields'
import type { Author, AuthorId } from '@parley/contracts/messages/writing'
import type { AccountKey } from '../connections/remote-channels.ts'
import type { RemoteAuthor } from '../platforms/platform.ts'

/** Somebody of a platform, as messages name their author. A name that is none here is shown as what they are called there. */
export function authorOf(platform: PlatformName, { id, name, avatarUrl }: RemoteAuthor): Author {
  const plain = name.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  const shown = [[...plain].slice(0, 100).join('').trim(), id, platform].find((each) => Name.safeParse(each).success)
  const picture = avatarUrl !== null && HttpUrl.safeParse(avatarUrl).success ? avatarUrl : null
  return { type: 'bridged', platform, foreign_id: id, name: shown ?? platform, avatar_url: picture }
}

/** Who changes a message. */
export const authorIdOf = (platform: PlatformName, id: string): AuthorId => ({
  type: 'bridged',
  platform,
  foreign_id: id,
})

/** Where what came from an account is from: it is not sent back there. */
export const originOf = ({ platform, accountId }: AccountKey): string => `${platform}:${accountId}`
