import type { Message, MyChannel, Preferences } from '@parley/client/index'
import type { PresenceStatus } from './people.ts'

/** Whether somebody can be disturbed at all. */
interface Calm {
  /** What this person has said of themselves. */
  status: PresenceStatus | undefined
  preferences: Pick<Preferences, 'quiet_hours' | 'time_zone'>
  now: Date
}

interface Situation extends Calm {
  myId: string
  channel: Pick<MyChannel, 'channel_type' | 'notification_level' | 'is_member'> | undefined
  isMentioned: boolean
}

export const mayBeDisturbed = ({ status, preferences, now }: Calm): boolean =>
  status !== 'dnd' && !isQuiet(preferences, now)

/** Whether somebody wants to be notified of a message that has come while they were not looking. */
export function isWorthNotifying(
  message: Pick<Message, 'user_id' | 'arrival' | 'parent_message_id'>,
  { myId, channel, isMentioned, ...calm }: Situation,
): boolean {
  if (message.user_id === myId || message.arrival !== 'live' || !channel?.is_member) return false
  if (!mayBeDisturbed(calm)) return false
  const { notification_level: level, channel_type } = channel
  const isOfAll = channel_type === 'dm' || message.parent_message_id === null
  return level !== 'none' && (isMentioned || (level === 'all' && isOfAll))
}

const dayMs = 86_400_000

/** Whether it is a time at which this person is not to be disturbed; over midnight where it ends earlier than it starts. */
export function isQuiet({ quiet_hours, time_zone }: Situation['preferences'], now: Date): boolean {
  if (!quiet_hours) return false
  const { starts, ends, days } = quiet_hours
  const time = partsOf(now, time_zone)
  const startedToday = days.includes(time.day)
  if (starts < ends) return startedToday && time.clock >= starts && time.clock < ends
  const startedYesterday = days.includes(partsOf(new Date(now.getTime() - dayMs), time_zone).day)
  return (startedToday && time.clock >= starts) || (startedYesterday && time.clock < ends)
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** The day of the week, Monday being 1, and the time of day as `22:30`. */
function partsOf(time: Date, timeZone: string | null): { day: number; clock: string } {
  const format = new Intl.DateTimeFormat('en', {
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: timeZone ?? undefined,
  })
  const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]))
  return { day: weekdays.indexOf(parts.weekday!) + 1, clock: `${parts.hour}:${parts.minute}` }
}
