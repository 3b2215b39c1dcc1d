import type { MyChannel, Preferences } from '@parley/client/index'
import { describe, expect, it } from 'vitest'
import { arrange, neighbour } from '../src/chat/sidebar/arrange.ts'
import { folded, moved, removed, renamed } from '../src/chat/sidebar/sections.ts'

const channel = (id: string, changes: Partial<MyChannel> = {}): MyChannel => ({
  id,
  workspace_id: 'workspace',
  name: id,
  display_name: null,
  description: null,
  channel_type: 'text',
  topic: null,
  is_private: false,
  is_archived: false,
  parent_channel_id: null,
  member_count: 1,
  message_count: 0,
  last_message_at: null,
  participants: null,
  created_by: null,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  is_member: true,
  role: 'member',
  notification_level: 'all',
  is_hidden: false,
  ...changes,
})

const empty: Preferences['sidebar'] = { sort: 'name', show: 'all', sections: [] }

interface Given {
  sidebar?: Partial<Preferences['sidebar']>
  unread?: string[]
  currentId?: string
}

/** Sections as `name: channels`. */
function shown(mine: MyChannel[], { sidebar = {}, unread = [], currentId }: Given = {}): Record<string, string> {
  const sections = arrange({
    mine,
    sidebar: { ...empty, ...sidebar },
    unreadIds: new Set(unread),
    currentId,
    nameOf: ({ name }) => name,
  })
  return Object.fromEntries(sections.map(({ id, channels }) => [id, channels.map((each) => each.id).join(' ')]))
}

describe('the sidebar', () => {
  const mine = [
    channel('b'),
    channel('a', { last_message_at: '2026-02-01T00:00:00.000Z' }),
    channel('c', { last_message_at: '2026-03-01T00:00:00.000Z' }),
    channel('d', { channel_type: 'dm' }),
  ]

  it('has channels by name, and direct messages apart', () => {
    expect(shown(mine)).toEqual({ channels: 'a b c', direct: 'd' })
  })
  it('gathers what is unread on top, out of its section', () => {
    expect(shown(mine, { unread: ['d', 'b'] })).toEqual({ unread: 'b d', channels: 'a c', direct: '' })
  })
  it('puts channels in favourites and one’s own sections', () => {
    const sections = moved(moved([], 'a', { id: 'team', name: 'Team' }), 'd', { id: 'favourites', name: 'favourites' })
    expect(shown(mine, { sidebar: { sections } })).toEqual({ favourites: 'd', team: 'a', channels: 'b c', direct: '' })
  })
  it('shows the newest first, or what is unread alone, where that is chosen', () => {
    expect(shown(mine, { sidebar: { sort: 'recent' } }).channels).toBe('c a b')
    expect(shown(mine, { sidebar: { show: 'unread' }, currentId: 'a' })).toEqual({ channels: 'a', direct: '' })
  })
  it('leaves out what is archived or closed, unless it is open', () => {
    const all = [channel('a', { is_archived: true }), channel('d', { channel_type: 'dm', is_hidden: true })]
    expect(shown(all)).toEqual({ channels: '', direct: '' })
    expect(shown(all, { currentId: 'a' })).toEqual({ channels: 'a', direct: '' })
  })
})

describe('sections', () => {
  const team = { id: 'team', name: 'Team' }

  it('have a channel once', () => {
    const both = moved(moved([], 'a', team), 'a', { id: 'other', name: 'Other' })
    expect(both.map(({ id, channel_ids }) => [id, channel_ids])).toEqual([
      ['team', []],
      ['other', ['a']],
    ])
    expect(moved(both, 'a', undefined).every(({ channel_ids }) => channel_ids.length === 0)).toBe(true)
  })
  it('are folded, renamed and removed', () => {
    const sections = moved([], 'a', team)
    expect(folded(sections, team, true)[0]).toMatchObject({ is_collapsed: true, channel_ids: ['a'] })
    expect(folded([], { id: 'direct', name: 'direct' }, true)).toHaveLength(1)
    expect(renamed(sections, 'team', 'Crew')[0]?.name).toBe('Crew')
    expect(removed(sections, 'team')).toEqual([])
  })
})

it('goes from the last channel to the first, and from none to either end', () => {
  expect(neighbour(['a', 'b'], 'b', 1)).toBe('a')
  expect(neighbour(['a', 'b'], undefined, -1)).toBe('b')
  expect(neighbour([], 'a', 1)).toBeUndefined()
})
