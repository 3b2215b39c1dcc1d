import type { MyChannel } from '@parley/client/index'

/** What a channel is called: a direct message by whom it is with. */
export function nameOf(channel: MyChannel, myId: string, formerMember: string): string {
  if (channel.channel_type !== 'dm') return channel.display_name ?? channel.name
  const others = (channel.participants ?? []).filter(({ id }) => id !== myId)
  const shown = others.length > 0 ? others : (channel.participants ?? [])
  return shown.map(({ name }) => name ?? formerMember).join(', ')
}

/** `#name`; a direct message’s people as they are. */
export const titleOf = (channel: MyChannel, name: string): string => (channel.channel_type === 'dm' ? name : `#${name}`)
