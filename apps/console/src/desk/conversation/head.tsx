import { useQuery } from '@tanstack/react-query'
import { AlarmClock, Check, ChevronLeft, PanelRight, RotateCcw, UserPlus } from 'lucide-react'
import { Link } from 'wouter'
import { useDates } from '../../i18n/dates.ts'
import { useDuration } from '../../i18n/durations.ts'
import { useTexts } from '../../i18n/language.ts'
import type { DeskConversation } from '../../store/desk/conversations.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { useValue } from '../../ui/use-value.ts'
import type { PathOf } from '../inbox/use-listed.ts'
import { deskTexts } from '../texts/index.ts'
import { useDesk, useDeskTopic } from '../use-desk.ts'
import { useNow } from '../use-now.ts'
import { isPaneOpen } from '../visitors/pane-state.ts'
import styles from './conversation.module.css'
import { LabelsMenu, MoreMenu } from './more-menu.tsx'
import { snoozeTimes } from './snooze-times.ts'
import type { ConversationActions } from './use-actions.ts'

interface HeadProps {
  conversation: DeskConversation
  actions: ConversationActions
  pathOf: PathOf
}

/** With whom a conversation is, who has it, and what is done with it most. */
export function ConversationHead({ conversation, actions, pathOf }: HeadProps) {
  const texts = useTexts(deskTexts)
  const { roles } = useDesk()
  const { id, mergedInto } = conversation
  const viewers = useDeskTopic(`desk:company:${id}`, ({ company }) => company.in(id, 'viewing'))
  const isPaneShown = useValue(isPaneOpen)
  const { name, isOpen, isMine, isTaken, isMerged } = actions
  return (
    <header className={styles.head}>
      <Link className={styles.back} href={pathOf()} aria-label={texts.conversations}>
        <ChevronLeft aria-hidden />
      </Link>
      <div className={styles.who}>
        <h2 className={styles.name}>
          <bdi>{name}</bdi>
        </h2>
        <p className={styles.state}>
          <State conversation={conversation} />
          {viewers.length > 0 && (
            <span className={styles.viewers} role="status">
              {texts.lookingToo(viewers.map((viewer) => viewer.name ?? texts.formerAgent))}
            </span>
          )}
        </p>
      </div>
      {mergedInto !== null && <Link href={pathOf(mergedInto)}>{texts.openMerged}</Link>}
      <div className={styles.actions}>
        {isOpen && roles.isAgent && !isMine && !isTaken && (
          <Button onClick={() => void actions.assignToMe()}>{texts.assignToMe}</Button>
        )}
        {isOpen && <TransferMenu conversation={conversation} actions={actions} />}
        {isOpen && <SnoozeMenu conversation={conversation} actions={actions} />}
        {!isMerged && <LabelsMenu conversation={conversation} actions={actions} />}
        <MoreMenu conversation={conversation} actions={actions} />
        {isOpen && (
          <Button kind="main" onClick={() => void actions.resolve()}>
            <Check aria-hidden />
            {texts.resolve}
          </Button>
        )}
        <IconButton
          icon={PanelRight}
          label={texts.visitor}
          aria-pressed={isPaneShown}
          onClick={() => isPaneOpen.set(!isPaneShown)}
        />
      </div>
    </header>
  )
}

function State({ conversation }: { conversation: DeskConversation }) {
  const texts = useTexts(deskTexts)
  const dates = useDates()
  const duration = useDuration('long')
  const now = useNow()
  const { status, agent, waitingSince, isSnoozed, snoozedUntil, closedAt, mergedInto, team } = conversation
  const waited = waitingSince && duration(Math.max(now - Date.parse(waitingSince), 0), 'minute')
  const parts = [
    mergedInto !== null && texts.merged,
    status === 'CLOSED' && mergedInto === null && closedAt && texts.resolvedAt(dates.dateTime(closedAt)),
    status !== 'CLOSED' && (agent ? texts.with(agent.name ?? texts.formerAgent) : texts.withNobody),
    status === 'WAITING' && team && texts.forTeam(team.name),
    isSnoozed && (snoozedUntil ? texts.snoozedUntil(dates.dateTime(snoozedUntil)) : texts.snoozed),
    status !== 'CLOSED' && !isSnoozed && waited && texts.waitingFor(waited),
  ]
  return <span dir="auto">{parts.filter(Boolean).join(' · ')}</span>
}

function TransferMenu({ conversation, actions }: Pick<HeadProps, 'conversation' | 'actions'>) {
  const texts = useTexts(deskTexts)
  const { calls, myId, roles } = useDesk()
  const mayGive = roles.isOwner || !actions.isTaken
  const agents = useQuery({ queryKey: ['desk', 'agents'], queryFn: calls.agents, enabled: mayGive })
  const teams = useQuery({ queryKey: ['desk', 'teams'], queryFn: calls.teams, enabled: mayGive })
  if (!mayGive) return null
  const others = (agents.data ?? []).filter(({ id }) => id !== myId && id !== conversation.agent?.id)
  return (
    <Menu
      trigger={<IconButton icon={UserPlus} label={texts.transfer} />}
      entries={() => [
        ...others.map(({ id, name }) => ({ label: name, onSelect: () => void actions.assign(id) })),
        ...(teams.data?.length ? ['separator' as const] : []),
        ...(teams.data ?? []).map(({ id, name }) => ({
          label: texts.team(name),
          isChecked: conversation.team?.id === id,
          onSelect: () => void actions.assignTeam(id),
        })),
        ...(others.length === 0 && !teams.data?.length
          ? [{ label: texts.nobodyElse, isDisabled: true, onSelect: () => {} }]
          : []),
      ]}
    />
  )
}

function SnoozeMenu({ conversation, actions }: Pick<HeadProps, 'conversation' | 'actions'>) {
  const texts = useTexts(deskTexts)
  const dates = useDates()
  if (conversation.isSnoozed)
    return <IconButton icon={RotateCcw} label={texts.wake} onClick={() => void actions.change({ isSnoozed: false })} />
  return (
    <Menu
      trigger={<IconButton icon={AlarmClock} label={texts.snooze} />}
      entries={() => [
        ...snoozeTimes(new Date()).map((time) => ({
          label: dates.dateTime(time),
          onSelect: () => void actions.change({ isSnoozed: true, snoozedUntil: time.toISOString() }),
        })),
        'separator',
        { label: texts.untilTheyWrite, onSelect: () => void actions.change({ isSnoozed: true }) },
      ]}
    />
  )
}
