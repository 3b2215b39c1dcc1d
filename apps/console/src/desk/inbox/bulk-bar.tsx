import { useQuery } from '@tanstack/react-query'
import { Check, Flag, Tag, UserPlus, X } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import type { Action } from '../../store/desk/calls.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { Menu } from '../../ui/menu.tsx'
import { say } from '../../ui/toasts.tsx'
import { priorities } from '../conversation/priorities.ts'
import { deskTexts } from '../texts/index.ts'
import { useDesk } from '../use-desk.ts'
import { useLabels } from '../use-labels.ts'
import styles from './bulk-bar.module.css'

interface BulkBarProps {
  ids: readonly string[]
  /** All of the list, or none where all are chosen. */
  onAll: () => void
  areAll: boolean
  /** They were done with, or nobody wants to. */
  onEnd: () => void
}

/** What is done with several conversations at once. */
export function BulkBar({ ids, onAll, areAll, onEnd }: BulkBarProps) {
  const texts = useTexts(deskTexts)
  const { calls, conversations, roles, myId } = useDesk()
  const labels = useLabels()
  const agents = useQuery({ queryKey: ['desk', 'agents'], queryFn: calls.agents })
  const teams = useQuery({ queryKey: ['desk', 'teams'], queryFn: calls.teams })
  const attempt = useAttempt()
  const [isBusy, setBusy] = useState(false)
  const others = (agents.data ?? []).filter(({ id }) => id !== myId)

  async function run(action: Action): Promise<void> {
    setBusy(true)
    const isDone = await attempt(async () => {
      const results = await calls.actOnAll(ids, [action])
      const done = results.filter(({ outcome }) => outcome === 'done').length
      // Events say it too; without a connection it shows all the same.
      await Promise.allSettled(results.map(({ id }) => conversations.load(id)))
      say(done === results.length ? texts.bulkDone(done) : texts.bulkPartly(done, results.length - done))
    })
    setBusy(false)
    if (isDone) onEnd()
  }

  const isDisabled = ids.length === 0 || isBusy
  return (
    <div className={styles.bar} role="toolbar" aria-label={texts.bulk}>
      <label className={styles.all}>
        <input type="checkbox" checked={areAll} onChange={onAll} />
        <span role="status">{texts.chosen(ids.length)}</span>
      </label>
      <Menu
        trigger={<IconButton icon={UserPlus} label={texts.assign} disabled={isDisabled} />}
        entries={() => [
          ...(roles.isAgent
            ? [{ label: texts.assignToMe, onSelect: () => void run({ type: 'assign', agentId: null }) }]
            : []),
          ...others.map(({ id, name }) => ({
            label: name,
            onSelect: () => void run({ type: 'assign', agentId: id }),
          })),
          ...(teams.data ?? []).map(({ id, name }) => ({
            label: texts.team(name),
            onSelect: () => void run({ type: 'assignTeam', teamId: id }),
          })),
        ]}
      />
      {labels.length > 0 && (
        <Menu
          trigger={<IconButton icon={Tag} label={texts.labels} disabled={isDisabled} />}
          entries={() => [
            ...labels.map(({ id, name }) => ({
              label: texts.addLabel(name),
              onSelect: () => void run({ type: 'addLabel', labelId: id }),
            })),
            'separator' as const,
            ...labels.map(({ id, name }) => ({
              label: texts.removeLabel(name),
              onSelect: () => void run({ type: 'removeLabel', labelId: id }),
            })),
          ]}
        />
      )}
      <Menu
        trigger={<IconButton icon={Flag} label={texts.priorityField} disabled={isDisabled} />}
        entries={() =>
          priorities.map((priority) => ({
            label: priority === null ? texts.noPriority : texts.priorities[priority],
            onSelect: () => void run({ type: 'setPriority', priority }),
          }))
        }
      />
      <Button kind="main" disabled={isDisabled} isBusy={isBusy} onClick={() => void run({ type: 'resolve' })}>
        <Check aria-hidden />
        {texts.resolve}
      </Button>
      <IconButton icon={X} label={texts.endSelecting} onClick={onEnd} />
    </div>
  )
}
