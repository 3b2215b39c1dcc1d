import { HttpUrl, Name } from '@parley/contracts/fields'
import type { Author } from '@parley/contracts/messages/writing'
import type { SlackPayload } from './slack-payload.ts'
import type { Addressed } from './store.ts'

/** Who a post is from: as it says itself, or as its webhook is called. Several names of one webhook are several authors. */
export function authorOf(
  { id, name, avatarUrl }: Pick<Addressed, 'id' | 'name' | 'avatarUrl'>,
  { username, icon_url }: Pick<SlackPayload, 'username' | 'icon_url'>,
): Author {
  const given = Name.safeParse([...(username ?? '')].slice(0, 100).join('')).data
  const picture = icon_url ? HttpUrl.safeParse(icon_url).data : undefined
  return {
    type: 'bridged',
    platform: 'incoming-webhook',
    foreign_id: given === undefined ? id : `${id}:${given}`,
    name: given ?? name,
    avatar_url: picture ?? avatarUrl,
  }
}
