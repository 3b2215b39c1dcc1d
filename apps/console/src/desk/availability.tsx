import type { AgentProfile } from '@parley/client/index'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import { useTexts } from '../i18n/language.ts'
import { Button } from '../ui/button.tsx'
import { useAttempt } from '../ui/forms.ts'
import { Menu } from '../ui/menu.tsx'
import styles from './nav.module.css'
import { deskTexts } from './texts/index.ts'
import { useDesk } from './use-desk.ts'

const queryKey = ['desk', 'profile']
const availabilities = ['online', 'away', 'busy'] as const

/** Whether conversations are given to this agent by themselves. */
export function Availability() {
  const texts = useTexts(deskTexts)
  const { agent } = useDesk().workspace.parley
  const attempt = useAttempt()
  const queries = useQueryClient()
  const { data } = useQuery({ queryKey, queryFn: () => agent.getProfile() })
  if (!data) return null
  const choose = (availability: AgentProfile['availability']) =>
    attempt(async () => {
      await agent.updateAvailability({ availability })
      queries.setQueryData(queryKey, { ...data, availability })
    })
  const name = texts.availabilities[data.availability]
  return (
    <Menu
      trigger={
        <Button kind="quiet" className={styles.availability} aria-label={`${texts.availability}: ${name}`}>
          <span className={`${styles.state} ${styles[data.availability]}`} />
          {name}
          <ChevronDown aria-hidden />
        </Button>
      }
      entries={() =>
        availabilities.map((each) => ({
          label: texts.availabilities[each],
          isChecked: each === data.availability,
          onSelect: () => void choose(each),
        }))
      }
    />
  )
}
