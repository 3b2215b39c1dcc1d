import type { Input, MyChannel, Webhook } from '@parley/client/index'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useTopic } from '../../shell/workspace-provider.tsx'
import { CheckField, TextField } from '../../ui/field.tsx'
import type { Problems } from '../../ui/forms.ts'
import { Problem, textIn } from '../parts/form.tsx'
import parts from '../parts/parts.module.css'
import { webhooksTexts } from './texts/index.ts'
import styles from './webhooks.module.css'

type Event = Input<'createWebhook'>['events'][number]
type Group = 'messages' | 'channels' | 'desk' | 'workspace'

/** Every event, and what it is about. */
const groupOf: Record<Event, Group> = {
  'message.created': 'messages',
  'message.updated': 'messages',
  'message.deleted': 'messages',
  'message.pinned': 'messages',
  'message.unpinned': 'messages',
  'reaction.added': 'messages',
  'reaction.removed': 'messages',
  'channel.created': 'channels',
  'channel.updated': 'channels',
  'channel.deleted': 'channels',
  'member.added': 'channels',
  'member.updated': 'channels',
  'member.removed': 'channels',
  'conversation.created': 'desk',
  'conversation.updated': 'desk',
  'conversation.assigned': 'desk',
  'conversation.resolved': 'desk',
  'conversation.reopened': 'desk',
  'conversation.rated': 'desk',
  'conversation.sla_breached': 'desk',
  'conversation.message': 'desk',
  'conversation.note': 'desk',
  'conversation.deleted': 'desk',
  'import.progress': 'workspace',
  'connection.status': 'workspace',
}
const events = Object.keys(groupOf) as Event[]
const groups: readonly Group[] = ['messages', 'channels', 'desk', 'workspace']

export const webhookFields = ['url', 'description', 'events', 'channelIds']

/** What the fields of a webhook hold. */
export function webhookIn(form: FormData) {
  const channelIds = form.getAll('channelIds').map(String)
  return {
    url: textIn(form, 'url') ?? '',
    description: textIn(form, 'description') ?? '',
    events: form.getAll('events') as Event[],
    channelIds: form.has('every') ? null : channelIds,
  }
}

/** Where events are posted to, which ones, and of which channels. */
export function WebhookFields({ webhook, problems }: { webhook?: Webhook; problems: Problems }) {
  const texts = useTexts(webhooksTexts)
  return (
    <>
      <TextField
        label={texts.url}
        hint={texts.urlHint}
        name="url"
        type="url"
        required
        autoComplete="off"
        defaultValue={webhook?.url}
        problem={problems.fields.url}
      />
      <TextField
        label={texts.description}
        name="description"
        maxLength={200}
        dir="auto"
        autoComplete="off"
        defaultValue={webhook?.description}
        problem={problems.fields.description}
      />
      {groups.map((group) => (
        <fieldset key={group} className={styles.events}>
          <legend>{texts.groups[group]}</legend>
          {events
            .filter((event) => groupOf[event] === group)
            .map((event) => (
              <CheckField
                key={event}
                name="events"
                value={event}
                label={<code>{event}</code>}
                defaultChecked={webhook ? webhook.events.includes(event) : event === 'message.created'}
              />
            ))}
        </fieldset>
      ))}
      <Problem text={problems.fields.events} />
      <ChannelFields chosen={webhook?.channelIds ?? null} problem={problems.fields.channelIds} />
    </>
  )
}

const canBeNamed = ({ channel_type }: MyChannel) => channel_type !== 'dm'

function ChannelFields({ chosen, problem }: { chosen: readonly string[] | null; problem: string | undefined }) {
  const texts = useTexts(webhooksTexts)
  const channels = useTopic('channels', (store) => store.channels.mine)
  const [isEvery, setEvery] = useState(chosen === null)
  return (
    <fieldset className={parts.choices}>
      <legend>{texts.channels}</legend>
      <CheckField
        name="every"
        label={texts.everyChannel}
        hint={texts.everyChannelHint}
        checked={isEvery}
        onChange={(event) => setEvery(event.currentTarget.checked)}
      />
      {!isEvery && (
        <div className={styles.events}>
          {channels.filter(canBeNamed).map(({ id, name }) => (
            <CheckField
              key={id}
              name="channelIds"
              value={id}
              label={<bdi>#{name}</bdi>}
              defaultChecked={chosen?.includes(id) ?? false}
            />
          ))}
        </div>
      )}
      <Problem text={problem} />
    </fieldset>
  )
}
