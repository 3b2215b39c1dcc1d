import { Link } from 'wouter'
import { channelPath } from '../addresses.ts'
import { useTopic } from '../shell/workspace-provider.tsx'

/** `#name` in a text: the way to that channel, where there is one that this person can see. */
export function ChannelWord({ name }: { name: string }) {
  const channelId = useTopic('channels', ({ channelNames }) => channelNames.idOf(name))
  return channelId === undefined ? `#${name}` : <Link href={channelPath({ channelId })}>#{name}</Link>
}
