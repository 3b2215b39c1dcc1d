import type { AuditEntry } from '@parley/client/index'
import { useTopic } from '../../shell/workspace-provider.tsx'
import { PersonName } from '../parts/person-name.tsx'
import { areaOf } from './actions.ts'

/** What an act was done to, by name: as it is called now where that is known here, else as it was called then. */
export function Target({ action, target: { id, name } }: { action: string; target: AuditEntry['target'] }) {
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
      return <ChannelName id={id} before={name} />
    case 'twin':
      return <TwinName id={id} before={name} />
    // Known by what they are called.
    case 'invitation':
    case 'connection':
    case 'tool_policy':
      return <Named name={id} />
    default:
      return <Named name={name} />
  }
}

/** What a field’s value names, as it is called now: somebody, a channel or a twin. Undefined of all else. */
export function useNameOf(field: string, value: unknown): string | undefined {
  const id = typeof value === 'string' ? value : ''
  const person = useTopic(`person:${id}`, ({ people }) => (field === 'user_id' && id ? people.get(id) : undefined))
  const channel = useTopic(`channel:${id}`, ({ channels }) => (field === 'channel_id' ? channels.get(id) : undefined))
  const twin = useTopic('twins', ({ twins }) => (field === 'ai_twin_id' ? twins.get(id) : undefined))
  return person?.display_name ?? channel?.name ?? twin?.name
}

const Named = ({ name }: { name: string | null | undefined }) =>
  name ? (
    <>
      : <bdi>{name}</bdi>
    </>
  ) : null

function ChannelName({ id, before }: { id: string; before: string | null }) {
  const channel = useTopic(`channel:${id}`, ({ channels }) => channels.get(id))
  const name = channel ? (channel.display_name ?? channel.name) : before
  return <Named name={name && (channel?.is_private ? name : `#${name}`)} />
}

function TwinName({ id, before }: { id: string; before: string | null }) {
  const twin = useTopic('twins', ({ twins }) => twins.get(id))
  return <Named name={twin?.name ?? before} />
}
