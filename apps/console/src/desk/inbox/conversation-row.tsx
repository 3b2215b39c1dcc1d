import { AlarmClock, ArrowUp, ChevronsUp, Timer, Users } from 'lucide-react'
import { memo } from 'react'
import { Link } from 'wouter'
import { useDates } from '../../i18n/dates.ts'
import { useDuration } from '../../i18n/durations.ts'
import { useTexts } from '../../i18n/language.ts'
import type { DeskConversation } from '../../store/desk/conversations.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { deskTexts } from '../texts/index.ts'
import { useDeskTopic } from '../use-desk.ts'
import { visitorName } from '../visitor-name.ts'
import styles from './inbox.module.css'

interface ConversationRowProps {
  id: string
  path: string
  isCurrent: boolean
  now: number
  /** Undefined while it cannot be chosen. */
  isSelected: boolean | undefined
  onToggle: (id: string) => void
}

/** A conversation in a list: with whom, what was said last, and what is urgent about it. */
export const ConversationRow = memo(function ConversationRow({
  id,
  path,
  isCurrent,
  now,
  isSelected,
  onToggle,
}: ConversationRowProps) {
  const texts = useTexts(deskTexts)
  const duration = useDuration()
  const conversation = useDeskTopic(`desk:conversation:${id}`, ({ conversations }) => conversations.get(id))
  const others = useDeskTopic(`desk:company:${id}`, ({ company }) => company.in(id, 'viewing'))
  if (!conversation) return null
  const { visitor, lastMessage, unreadCount, waitingSince, updatedAt } = conversation
  const name = visitorName(visitor, texts.visitor)
  const age = duration(Math.max(now - Date.parse(waitingSince ?? lastMessage?.createdAt ?? updatedAt), 0), 'minute')
  return (
    <li className={styles.line}>
      {isSelected !== undefined && (
        <label className={styles.choice}>
          <input type="checkbox" aria-label={texts.selectOf(name)} checked={isSelected} onChange={() => onToggle(id)} />
        </label>
      )}
      <Link
        href={path}
        className={unreadCount > 0 ? `${styles.row} ${styles.unread}` : styles.row}
        aria-current={isCurrent ? 'true' : undefined}
      >
        <Avatar name={name} size={32} status={visitor.isOnline ? 'online' : 'offline'} />
        <bdi className={styles.name}>{name}</bdi>
        <span className={styles.age}>{age}</span>
        <span className={styles.preview} dir="auto">
          {previewOf(conversation, texts.senders, texts.file)}
        </span>
        {unreadCount > 0 && (
          <span className={styles.count}>
            <span aria-hidden>{unreadCount}</span>
            <span className="unseen">{texts.unread(unreadCount)}</span>
          </span>
        )}
        <About conversation={conversation} now={now} watchers={others.length} />
      </Link>
    </li>
  )
})

function previewOf(
  { lastMessage }: DeskConversation,
  senders: Readonly<Record<'AGENT' | 'AI', string>>,
  file: string,
): string {
  if (!lastMessage) return ''
  const { senderType, content } = lastMessage
  const sender = senderType === 'AGENT' || senderType === 'AI' ? `${senders[senderType]}: ` : ''
  return sender + (content || file)
}

/** What is urgent about it; nothing, mostly. */
function About({ conversation, now, watchers }: { conversation: DeskConversation; now: number; watchers: number }) {
  const texts = useTexts(deskTexts)
  const dates = useDates()
  const { priority, isSnoozed, snoozedUntil, labels, agent, status } = conversation
  const goal = dueGoalOf(conversation)
  const hasNone = !goal && !priority && !isSnoozed && labels.length === 0 && !agent && watchers === 0
  if (hasNone) return null
  return (
    <span className={styles.about}>
      {goal && <Due dueAt={goal} now={now} />}
      {(priority === 'URGENT' || priority === 'HIGH') && (
        <span className={`${styles.mark} ${priority === 'URGENT' ? styles.bad : styles.warn}`}>
          {priority === 'URGENT' ? <ChevronsUp aria-hidden /> : <ArrowUp aria-hidden />}
          {texts.priorities[priority]}
        </span>
      )}
      {isSnoozed && (
        <span className={styles.mark}>
          <AlarmClock aria-hidden />
          {snoozedUntil ? dates.dateTime(snoozedUntil) : texts.untilTheyWrite}
        </span>
      )}
      {watchers > 0 && (
        <span className={styles.mark}>
          <Users aria-hidden />
          {texts.watchers(watchers)}
        </span>
      )}
      {agent && status !== 'CLOSED' && (
        <span className={styles.label}>
          <bdi>{agent.name ?? texts.formerAgent}</bdi>
        </span>
      )}
      {labels.slice(0, 2).map(({ id, name, color }) => (
        <span key={id} className={styles.label}>
          <span className={styles.dot} style={{ background: color }} />
          <bdi>{name}</bdi>
        </span>
      ))}
    </span>
  )
}

/** The next goal that is not met, unless the conversation is resolved or put off. */
function dueGoalOf({ sla, status, isSnoozed }: DeskConversation): string | undefined {
  if (status === 'CLOSED' || isSnoozed) return undefined
  const open = [sla?.firstResponse, sla?.resolution].find((goal) => goal && goal.metAt === null && goal.dueAt !== null)
  return open?.dueAt ?? undefined
}

const soonMs = 15 * 60_000

function Due({ dueAt, now }: { dueAt: string; now: number }) {
  const texts = useTexts(deskTexts)
  const duration = useDuration()
  const leftMs = Date.parse(dueAt) - now
  const tone = leftMs < 0 ? styles.bad : leftMs < soonMs ? styles.warn : ''
  const amount = duration(Math.abs(leftMs), 'minute')
  return (
    <span className={`${styles.mark} ${tone}`}>
      <Timer aria-hidden />
      {leftMs < 0 ? texts.overdue(amount) : texts.dueIn(amount)}
    </span>
  )
}
