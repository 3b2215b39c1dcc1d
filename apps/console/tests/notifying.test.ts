import { describe, expect, it } from 'vitest'
import { isQuiet, isWorthNotifying } from '../src/store/notifying.ts'

const calm = { quiet_hours: null, time_zone: 'UTC' }
const direct = { channel_type: 'dm', notification_level: 'all', is_member: true } as const
const situation = { myId: 'me', channel: direct, isMentioned: false, status: 'online', preferences: calm } as const
const now = new Date('2026-03-04T12:00:00Z')
const message = { user_id: 'ada', arrival: 'live', parent_message_id: null } as const

describe('somebody is notified', () => {
  it('of direct messages and of what mentions them, and of nothing else unless they want all', () => {
    const channel = { ...direct, channel_type: 'text', notification_level: 'mentions' } as const
    expect(isWorthNotifying(message, { ...situation, now })).toBe(true)
    expect(isWorthNotifying(message, { ...situation, channel, now })).toBe(false)
    expect(isWorthNotifying(message, { ...situation, channel, isMentioned: true, now })).toBe(true)
    const ofAll = { ...situation, channel: { ...channel, notification_level: 'all' }, now } as const
    const reply = { ...message, parent_message_id: 'root' }
    expect(isWorthNotifying(message, ofAll)).toBe(true)
    expect(isWorthNotifying(reply, ofAll)).toBe(false)
    expect(isWorthNotifying(reply, { ...situation, now })).toBe(true)
  })

  it('never of what they wrote, what was imported, or a channel that they have muted', () => {
    expect(isWorthNotifying({ ...message, user_id: 'me' }, { ...situation, now })).toBe(false)
    expect(isWorthNotifying({ ...message, arrival: 'imported' }, { ...situation, now })).toBe(false)
    const channel = { ...direct, notification_level: 'none' } as const
    expect(isWorthNotifying(message, { ...situation, channel, isMentioned: true, now })).toBe(false)
  })

  it('not while they are not to be disturbed', () => {
    expect(isWorthNotifying(message, { ...situation, status: 'dnd', now })).toBe(false)
  })
})

describe('quiet hours', () => {
  const quiet_hours = { starts: '22:00', ends: '07:00', days: [1] }
  const at = (time: string, time_zone: string | null = 'UTC') => isQuiet({ quiet_hours, time_zone }, new Date(time))

  it('go over midnight into the day after the one on which they start', () => {
    expect(at('2026-03-02T22:00:00Z')).toBe(true) // a Monday
    expect(at('2026-03-03T06:59:00Z')).toBe(true)
    expect(at('2026-03-03T07:00:00Z')).toBe(false)
    expect(at('2026-03-03T22:30:00Z')).toBe(false)
    expect(at('2026-03-02T06:00:00Z')).toBe(false)
  })

  it('are of the person’s time zone', () => {
    expect(at('2026-03-02T20:30:00Z', 'Europe/Istanbul')).toBe(true)
    expect(at('2026-03-02T18:30:00Z', 'Europe/Istanbul')).toBe(false)
  })
})
