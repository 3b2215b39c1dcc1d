import type { Priority, Sla, SlaGoal } from '@parley/contracts/desk/conversation'
import { conversationSlaBreached } from '@parley/contracts/desk/events'
import type { SlaSettings } from '@parley/contracts/desk/sla-settings'
import type { Calendar } from './business-hours.ts'
import { type ConversationRow, change, type Draft } from './draft.ts'

/** By what goals are reckoned with. */
export interface SlaRules {
  now: Date
  calendar: Calendar
  settings: SlaSettings
}

const goalNames = ['firstResponse', 'resolution'] as const
type GoalName = (typeof goalNames)[number]

const isOpened = ({ isNew, before, row }: Draft): boolean =>
  isNew || (before.status === 'CLOSED' && row.status !== 'CLOSED')
const isAnswered = ({ messages }: Draft): boolean => messages.some(({ senderType }) => senderType === 'AGENT')
const isClosed = ({ before, row }: Draft): boolean => before.status !== 'CLOSED' && row.status === 'CLOSED'
const isSnoozeChanged = ({ before, row }: Draft): boolean =>
  (before.snoozed_until === null) !== (row.snoozed_until === null)
const isPriorityChanged = ({ before, row }: Draft): boolean => before.priority !== row.priority

/** Whether what has become of a conversation concerns its goals. */
export function concernsGoals(draft: Draft): boolean {
  if (isOpened(draft) || isPriorityChanged(draft)) return true
  return draft.row.sla !== null && (isAnswered(draft) || isClosed(draft) || isSnoozeChanged(draft))
}

/** Has the goals of a locked conversation follow what has become of it. */
export function followGoals(draft: Draft, rules: SlaRules): void {
  if (isOpened(draft)) setSla(draft, begun(draft.row.priority, rules))
  else breachOverdue(draft, rules.now)
  if (!isOpened(draft) && isPriorityChanged(draft)) retarget(draft, rules)
  if (isSnoozeChanged(draft) || (isOpened(draft) && draft.row.snoozed_until !== null)) {
    const isPaused = draft.row.snoozed_until !== null
    changeGoals(draft, (goal) => (isPaused ? paused(goal, rules) : resumed(goal, rules)))
  }
  const metAt = rules.now.toISOString()
  const met = (goal: SlaGoal): SlaGoal => (goal.metAt === null ? { ...goal, metAt } : goal)
  if (isAnswered(draft)) changeGoals(draft, (goal, name) => (name === 'firstResponse' ? met(goal) : goal))
  // Whoever closes it unanswered leaves nothing to be answered.
  if (isClosed(draft)) changeGoals(draft, met)
}

/** Notes which goals of a locked conversation are missed by now, and has that be published, once for each time. */
export function breachOverdue(draft: Draft, now: Date): void {
  const { sla } = draft.row
  if (!sla || !goalNames.some((name) => isOverdue(sla[name], now))) return
  const missed = (goal: SlaGoal | null) => (goal && isOverdue(goal, now) ? { ...goal, breachedAt: goal.dueAt } : goal)
  change(draft, conversationSlaBreached, {
    ...columnsOf({ firstResponse: missed(sla.firstResponse), resolution: missed(sla.resolution) }),
  })
}

const isRunning = (goal: SlaGoal | null): goal is SlaGoal & { dueAt: string } =>
  goal !== null && goal.dueAt !== null && goal.metAt === null && goal.breachedAt === null

const isOverdue = (goal: SlaGoal | null, now: Date): boolean =>
  isRunning(goal) && Date.parse(goal.dueAt) <= now.getTime()

const targetOf = ({ settings }: SlaRules, name: GoalName, priority: Priority | null): number | undefined => {
  const minutes = settings[name][priority ?? 'default'] ?? settings[name].default
  return minutes === undefined ? undefined : minutes * 60_000
}

function begun(priority: Priority | null, rules: SlaRules): Sla | null {
  const goalOf = (name: GoalName): SlaGoal | null => {
    const targetMs = targetOf(rules, name, priority)
    if (targetMs === undefined) return null
    return { ...{ targetMs, leftMs: null, metAt: null, breachedAt: null }, dueAt: dueIn(targetMs, rules) }
  }
  return { firstResponse: goalOf('firstResponse'), resolution: goalOf('resolution') }
}

const dueIn = (ms: number, { calendar, now }: SlaRules): string | null =>
  calendar.afterOpenMs(now, ms)?.toISOString() ?? null

const leftOf = ({ leftMs, dueAt }: SlaGoal, { calendar, now }: SlaRules): number | null =>
  leftMs ?? (dueAt === null ? null : calendar.openMsBetween(now, new Date(dueAt)))

const paused = (goal: SlaGoal, rules: SlaRules): SlaGoal =>
  isRunning(goal) ? { ...goal, leftMs: leftOf(goal, rules), dueAt: null } : goal

const resumed = (goal: SlaGoal, rules: SlaRules): SlaGoal =>
  goal.leftMs === null ? goal : { ...goal, leftMs: null, dueAt: dueIn(goal.leftMs, rules) }

/** Another priority has other targets: what was used of the old ones counts. A goal that was met or missed stays. */
function retarget(draft: Draft, rules: SlaRules): void {
  const { row } = draft
  if (row.status === 'CLOSED') return
  const fresh = begun(row.priority, rules)
  const goalOf = (name: GoalName): SlaGoal | null => {
    const [goal, wanted] = [row.sla?.[name] ?? null, fresh?.[name] ?? null]
    if (goal && (goal.metAt !== null || goal.breachedAt !== null)) return goal
    if (!wanted || (name === 'firstResponse' && row.first_answered_at !== null)) return null
    const left = goal && leftOf(goal, rules)
    const usedMs =
      left === null ? rules.calendar.openMsBetween(new Date(row.opened_at), rules.now) : goal!.targetMs - left
    const leftMs = Math.max(0, wanted.targetMs - usedMs)
    const isPaused = row.snoozed_until !== null
    return { ...wanted, leftMs: isPaused ? leftMs : null, dueAt: isPaused ? null : dueIn(leftMs, rules) }
  }
  setSla(draft, { firstResponse: goalOf('firstResponse'), resolution: goalOf('resolution') })
}

function changeGoals(draft: Draft, changed: (goal: SlaGoal, name: GoalName) => SlaGoal): void {
  const { sla } = draft.row
  if (!sla) return
  const goalOf = (name: GoalName) => sla[name] && changed(sla[name], name)
  setSla(draft, { firstResponse: goalOf('firstResponse'), resolution: goalOf('resolution') })
}

/** Without an event of its own: what has become of the conversation has one, or is a message. */
function setSla(draft: Draft, sla: Sla | null): void {
  draft.row = { ...draft.row, ...columnsOf(sla) }
}

function columnsOf(sla: Sla | null): Pick<ConversationRow, 'sla' | 'sla_due_at' | 'sla_breached_at'> {
  const goals = goalNames.flatMap((name) => sla?.[name] ?? [])
  return {
    sla: goals.length > 0 ? sla : null,
    sla_due_at:
      goals
        .filter(isRunning)
        .map(({ dueAt }) => dueAt)
        .sort()[0] ?? null,
    sla_breached_at: goals.flatMap(({ breachedAt }) => breachedAt ?? []).sort()[0] ?? null,
  }
}
