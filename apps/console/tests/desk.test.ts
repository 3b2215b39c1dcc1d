import type { Conversation, Visitor } from '@parley/client/index'
import { encodeId } from '@parley/contracts/type-id'
import { describe, expect, it } from 'vitest'
import { findPresets, type Preset, replaceSlash, slashAt, withoutBraces } from '../src/desk/composer/find-presets.ts'
import { snoozeTimes } from '../src/desk/conversation/snooze-times.ts'
import { filterIn, withFilter } from '../src/desk/inbox/filter-address.ts'
import { barsWidth } from '../src/desk/reports/bars.ts'
import { changeOf, dayIn, lastDays, lengthOf, periodBefore, periodIn } from '../src/desk/reports/periods.ts'
import type { DeskCalls } from '../src/store/desk/calls.ts'
import { Conversations } from '../src/store/desk/conversations.ts'
import { compare, type Filter, matches } from '../src/store/desk/filter.ts'
import { newsOf } from '../src/store/desk/news.ts'
import { views } from '../src/store/desk/views.ts'
import { Topics } from '../src/store/topics.ts'

const conversation = (changes: Partial<Conversation> = {}): Conversation => ({
  id: 'cnv_1',
  status: 'WAITING',
  mergedInto: null,
  agent: null,
  lastMessage: null,
  visitorUnreadCount: 0,
  agentReadSeq: 0,
  visitorReadSeq: 0,
  rating: null,
  seq: 1,
  rev: 1,
  visitorRev: 1,
  visitorUpdatedAt: '2026-11-30T09:00:00.000Z',
  createdAt: '2026-11-30T09:00:00.000Z',
  updatedAt: '2026-11-30T09:00:00.000Z',
  closedAt: null,
  siteId: null,
  visitor: { id: 'vis_1', name: null, email: null, isOnline: false, country: null, city: null },
  team: null,
  labels: [],
  priority: null,
  isSnoozed: false,
  snoozedUntil: null,
  openedAt: '2026-11-30T09:00:00.000Z',
  firstAnsweredAt: null,
  waitingSince: '2026-11-30T09:00:00.000Z',
  sla: null,
  unreadCount: 1,
  ratingComment: null,
  topics: [],
  ...changes,
})
const me = { id: 'usr_me', name: 'Ada', avatarUrl: null }

describe('the address of an inbox', () => {
  const label = encodeId('lbl', '0193a1f0-0000-7000-8000-000000000001')

  it('keeps the filter that somebody chose, beside what is looked for', () => {
    const filters: (Filter | undefined)[] = [
      undefined,
      {},
      { status: ['waiting', 'active'], unassigned: true, snoozed: false },
      { label, priority: 'HIGH', breached: true },
    ]
    for (const filter of filters) {
      const query = withFilter(new URLSearchParams('q=lamp&mine=true'), filter)
      expect(filterIn(new URLSearchParams(query.toString()))).toEqual(filter)
      expect(query.get('q')).toBe('lamp')
    }
  })

  it('filters by nothing that there is not', () => {
    const given = new URLSearchParams(`status=closed,lost&priority=NONE&mine=perhaps&agentId=${label}&label=${label}`)
    expect(filterIn(given)).toEqual({ status: ['closed'], label })
    expect(filterIn(new URLSearchParams('q=lamp'))).toBeUndefined()
  })
})

describe('a view', () => {
  it('has what its filter says, as it is now', () => {
    expect(matches(conversation(), views.waiting.filter, me.id)).toBe(true)
    expect(matches(conversation({ isSnoozed: true }), views.waiting.filter, me.id)).toBe(false)
    expect(matches(conversation({ status: 'ACTIVE', agent: me }), views.waiting.filter, me.id)).toBe(false)
    expect(matches(conversation({ status: 'ACTIVE', agent: me }), views.mine.filter, me.id)).toBe(true)
    expect(matches(conversation({ status: 'CLOSED', agent: me }), views.mine.filter, me.id)).toBe(false)
    expect(matches(conversation({ status: 'ACTIVE', agent: me }), views.mine.filter, 'usr_other')).toBe(false)
    const labels = [{ id: 'lbl_1', name: 'Bug', color: '#ff0000' }]
    expect(matches(conversation({ labels }), { label: 'lbl_1' }, me.id)).toBe(true)
    expect(matches(conversation({ labels }), { label: 'lbl_2' }, me.id)).toBe(false)
    expect(matches(conversation({ priority: 'LOW' }), { priority: 'HIGH' }, me.id)).toBe(false)
  })

  it('never has one that was merged into another', () => {
    expect(matches(conversation({ mergedInto: 'cnv_2' }), {}, me.id)).toBe(false)
  })

  it('has the newest first, or those that wait the longest', () => {
    const older = conversation({ waitingSince: '2026-11-30T08:00:00.000Z', updatedAt: '2026-11-30T08:30:00.000Z' })
    expect(compare('last_updated', conversation(), older)).toBeLessThan(0)
    expect(compare('longest_waiting', conversation(), older)).toBeGreaterThan(0)
  })
})

describe('what is known of conversations', () => {
  it('is not undone by what comes late, and follows its visitor', () => {
    const conversations = new Conversations({} as DeskCalls, new Topics(), () => {})
    conversations.put(conversation({ rev: 2, status: 'ACTIVE' }))
    conversations.put(conversation({ rev: 1 }))
    conversations.put(conversation({ id: 'cnv_2' }))
    conversations.takeVisitor({ id: 'vis_1', name: 'Mia', email: null, isOnline: true, attributes: {} } as Visitor)
    expect(conversations.get('cnv_1')).toMatchObject({ status: 'ACTIVE', visitor: { name: 'Mia', isOnline: true } })
    expect(conversations.get('cnv_2')).toMatchObject({ visitor: { name: 'Mia' } })
  })
})

describe('an agent is notified', () => {
  const at = '2026-11-30T10:00:00.000Z'
  const news = (changes: Partial<Conversation>) => newsOf(conversation(changes), at, me.id)

  it('of who waits for them or for anybody, and of what was given to them', () => {
    expect(news({})).toBe('waits')
    expect(news({ agent: me })).toBe('waits')
    expect(news({ status: 'ACTIVE', agent: me })).toBe('given')
  })

  it('never of what others have, of what is resolved, or of what they have taken by answering', () => {
    expect(news({ agent: { ...me, id: 'usr_other' } })).toBeUndefined()
    expect(news({ status: 'ACTIVE', agent: { ...me, id: 'usr_other' } })).toBeUndefined()
    expect(news({ status: 'CLOSED', agent: me })).toBeUndefined()
    const lastMessage = { content: 'Yes', messageType: 'TEXT', senderType: 'AGENT', createdAt: at } as const
    expect(news({ status: 'ACTIVE', agent: me, lastMessage })).toBeUndefined()
  })
})

describe('a slash', () => {
  it('asks for canned replies at the beginning of a word alone', () => {
    expect(slashAt('/ship', 5)).toEqual({ query: 'ship', start: 0 })
    expect(slashAt('Hello /', 7)).toEqual({ query: '', start: 6 })
    expect(slashAt('and/or', 6)).toBeUndefined()
    expect(slashAt('https://shop', 12)).toBeUndefined()
  })

  it('gives way to a text alone, whatever was written while it was asked for', () => {
    const slash = { query: 'ship', start: 6 }
    expect(replaceSlash('Hello /ship', 11, slash, 'we do')).toEqual({ text: 'Hello we do', caret: 11 })
    expect(replaceSlash('Hello /ship and more', 20, slash, 'we do')).toEqual({
      text: 'Hello we do and more',
      caret: 20,
    })
    expect(replaceSlash('Dear Mia', 8, slash, ', we do')).toEqual({ text: 'Dear Mia, we do', caret: 15 })
  })

  it('finds names that begin so before those that have it in them', () => {
    const presets = ['Free shipping', 'Ownership', 'Shipping', 'Returns'].map((name) => ({ name }) as Preset)
    expect(findPresets(presets, 'ship').map(({ name }) => name)).toEqual(['Shipping', 'Free shipping', 'Ownership'])
  })
})

describe('a canned reply in the list', () => {
  it('names what is filled in, without the marks that stand for it', () => {
    const names = { 'visitor.name': 'Visitor’s name' }
    expect(withoutBraces('Hello {{ visitor.name | there }}, {{visitor.name}} {{other}}', names)).toBe(
      'Hello ‹Visitor’s name›, ‹Visitor’s name› {{other}}',
    )
  })
})

describe('snoozing', () => {
  it('offers next Monday on every day, and no time twice', () => {
    const onFriday = snoozeTimes(new Date(2026, 10, 27, 15, 0))
    expect(onFriday.at(-1)).toEqual(new Date(2026, 10, 30, 9, 0))
    const onMonday = snoozeTimes(new Date(2026, 10, 30, 15, 0))
    expect(onMonday.at(-1)).toEqual(new Date(2026, 11, 7, 9, 0))
    expect(snoozeTimes(new Date(2026, 10, 29, 15, 0))).toHaveLength(3)
  })
})

describe('a report', () => {
  it('has bars as wide as there is room, and none of one day that fills the chart', () => {
    expect(barsWidth(20, 2)).toBe(20)
    expect(barsWidth(600, 2)).toBeLessThan(120)
  })

  it('is of days of the workspace’s time zone, and compared with as many before', () => {
    expect(dayIn('Pacific/Auckland', new Date('2026-11-29T12:00:00Z'))).toBe('2026-11-30')
    const week = lastDays(7, '2026-03-03')
    expect(week).toEqual({ from: '2026-02-25', to: '2026-03-03' })
    expect(periodBefore(week)).toEqual({ from: '2026-02-18', to: '2026-02-24' })
    expect(lengthOf(periodBefore(week))).toBe(7)
  })

  it('is of the days of its address, if there are such', () => {
    const daysOf = (query: string) => periodIn(new URLSearchParams(query))
    expect(daysOf('from=2026-02-25&to=2026-03-03')).toEqual({ from: '2026-02-25', to: '2026-03-03' })
    expect(daysOf('from=2026-03-03&to=2026-02-25')).toEqual({ from: '2026-02-25', to: '2026-03-03' })
    for (const query of ['', 'from=2026-02-25', 'from=2026-02-31&to=2026-03-03', 'from=yesterday&to=2026-03-03'])
      expect(daysOf(query), query).toBeUndefined()
  })

  it('compares with nothing where there was nothing', () => {
    expect(changeOf(3, 2)).toBe(0.5)
    expect(changeOf(3, 0)).toBeUndefined()
    expect(changeOf(null, 2)).toBeUndefined()
  })
})
