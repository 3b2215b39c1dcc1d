import { useTopic } from '../../shell/workspace-provider.tsx'
import { PersonName } from '../parts/person-name.tsx'
import { areaOf } from './actions.ts'

/** What an act was done to, by name, as far as that is known here. */
export function Target({ action, id }: { action: string; id: string | null }) {
  if (id === null) return null
  switch (areaOf(action)) {
    case 'member':
    case 'agent':
      return (
        <>
          : <PersonName id={id} />
        </>
      )
    case 'channel':
      return <ChannelName id={id} />
    case 'twin':
      return <TwinName id={id} />
    // Known by what they are called.
    case 'invitation':
    case 'connection':
    case 'tool_policy':
      return (
        <>
          : <bdi>{id}</bdi>
        </>
      )
    default:
      return null
  }
}

function ChannelName({ id }: { id: string }) {
  const channel = useTopic(`channel:${id}`, ({ channels }) => channels.get(id))
  return channel ? (
    <>
      : <bdi>#{channel.display_name ?? channel.name}</bdi>
    </>
  ) : null
}

function TwinName({ id }: { id: string }) {
  const twin = useTopic('twins', ({ twins }) => twins.get(id))
  return twin ? (
    <>
      : <bdi>{twin.name}</bdi>
    </>
  ) : null
}
