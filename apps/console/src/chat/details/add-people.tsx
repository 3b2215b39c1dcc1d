import type { User } from '@parley/client/index'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { usePeople } from '../finding/use-people.ts'
import styles from './details.module.css'
import { detailsTexts } from './texts/index.ts'

const isEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)

/** Brings people into a channel: those of the workspace by name, everybody else by mail. */
export function AddPeople({ channelId, memberIds }: { channelId: string; memberIds: ReadonlySet<string> }) {
  const texts = useTexts(detailsTexts)
  const { parley } = useStore()
  const attempt = useAttempt()
  const [query, setQuery] = useState('')
  const wanted = query.trim()
  const found = usePeople(wanted === '' || isEmail(wanted) ? undefined : wanted)

  const add = async ({ user_id, display_name }: User) => {
    if (!(await attempt(() => parley.channels.addMember({ id: channelId, user_id })))) return
    say(texts.added(display_name))
    setQuery('')
  }
  const invite = () =>
    attempt(async () => {
      const { status } = await parley.channels.invite({ id: channelId, email: wanted })
      say(status === 'invited' ? texts.invited(wanted) : texts.added(wanted))
      setQuery('')
    })

  return (
    <div className={styles.add}>
      <TextField
        label={texts.addPeople}
        placeholder={texts.addHint}
        type="search"
        autoComplete="off"
        dir="auto"
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      {isEmail(wanted) && (
        <Button kind="main" onClick={() => void invite()}>
          {texts.invite(wanted)}
        </Button>
      )}
      {found.length > 0 && (
        <ul className={styles.list}>
          {found.map((person) => (
            <li key={person.user_id} className={styles.row}>
              <Avatar name={person.display_name} url={person.avatar_url} size={28} />
              <span className={styles.main}>
                <bdi className={styles.name}>{person.display_name}</bdi>
                {person.handle && <span className={styles.quiet}>@{person.handle}</span>}
              </span>
              {memberIds.has(person.user_id) ? (
                <span className={styles.quiet}>{texts.isMember}</span>
              ) : (
                <Button aria-label={`${texts.add}: ${person.display_name}`} onClick={() => void add(person)}>
                  {texts.add}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
