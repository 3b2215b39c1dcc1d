import { HttpUrl, Name } from '@parley/contracts/fields'
import type { Author } from '@parley/contracts/messages/writing'
import { knownEmojiOf } from '../platforms/slack/emoji.ts'
import type { SlackPayload } from './slack-payload.ts'
import type { Addressed } from './store.ts'

const nameOf = (text: string): string | undefined => Name.safeParse([...text].slice(0, 100).join('')).data

/** The emoji that is named so; nothing for one that only a Slack workspace has. */
function symbolOf(shortcode: string): string {
  const [, name] = /^:?([\w+'-]+(?:::skin-tone-[2-6])?):?$/.exec(shortcode) ?? []
  return (name !== undefined && knownEmojiOf(name)) || ''
}

/** Who a post is from: as it says itself, or as its webhook is called. Several names of one webhook are several authors. */
export function authorOf(
  { id, name, avatarUrl }: Pick<Addressed, 'id' | 'name' | 'avatarUrl'>,
  { username, icon_url, icon_emoji }: Pick<SlackPayload, 'username' | 'icon_url' | 'icon_emoji'>,
): Author {
  const given = nameOf(username ?? '')
  const picture = icon_url ? HttpUrl.safeParse(icon_url).data : undefined
  return {
    type: 'bridged',
    platform: 'incoming-webhook',
    foreign_id: given === undefined ? id : `${id}:${given}`,
    name: nameOf(`${symbolOf(icon_emoji ?? '')} ${given ?? name}`) ?? name,
    avatar_url: picture ?? avatarUrl,
  }
}
