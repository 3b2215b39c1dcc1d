import { describe, expect, it } from 'vitest'
import {
  decideDeletion,
  decideEdit,
  decidePin,
  decideReaction,
  type LockedMessage,
  pinnedMetadata,
  shownEmoji,
  summedReactions,
} from '../src/domain/message-changes.ts'

const message: LockedMessage = {
  workspaceId: 'acme',
  id: 'message',
  channelId: 'channel',
  seq: 1,
  parentId: null,
  userId: 'ada',
  authorId: 'ada',
  actorId: 'ada',
  content: 'hello',
  metadata: { own: 1 },
  reactions: [],
  hasAttachments: false,
  isArchived: false,
  isModerator: false,
  isDeleted: false,
  isImported: false,
  source: undefined,
  at: '2026-11-28T12:00:00.000Z',
}
const given = (change: Partial<LockedMessage>): LockedMessage => ({ ...message, ...change })
const everything = { isDeleted: true, isArchived: true }

describe('decideEdit', () => {
  it.each([
    ['edited', {}, 'ada', 'hi'],
    ['unchanged', {}, 'ada', 'hello'],
    ['not_found', { isDeleted: true }, 'ada', 'hi'],
    ['not_found', everything, 'bob', 'hi'],
    ['forbidden', { isModerator: true }, 'bob', 'hi'],
    ['forbidden', { isArchived: true }, 'bob', 'hi'],
    ['forbidden', { userId: null, authorId: 'twin' }, 'ada', 'hi'],
    ['archived', { isArchived: true }, 'ada', 'hello'],
    ['empty', {}, 'ada', ''],
    ['edited', { hasAttachments: true }, 'ada', ''],
  ] as const)('%s: %j by %s to %j', (outcome, change, editor, content) =>
    expect(decideEdit(given({ ...change, actorId: editor }), content)).toBe(outcome),
  )
})

describe('decideDeletion', () => {
  it.each([
    ['deleted', {}, 'ada', false],
    ['gone', everything, 'ada', false],
    ['archived', { isArchived: true }, 'ada', false],
    ['forbidden', { isModerator: true }, 'bob', false],
    ['forbidden', {}, 'bob', true],
    ['forbidden', { userId: null, authorId: 'twin' }, 'ada', true],
    ['deleted', { isModerator: true }, 'bob', true],
    ['deleted', { isModerator: true, userId: null, authorId: 'twin' }, 'bob', true],
    ['gone', { isModerator: true, isDeleted: true }, 'bob', true],
    ['not_found', { isDeleted: true }, 'bob', true],
    ['not_found', { isModerator: true, isDeleted: true }, 'bob', false],
  ] as const)('%s: %j by %s, as moderator: %s', (outcome, change, person, asModerator) =>
    expect(decideDeletion(given({ ...change, actorId: person }), asModerator)).toBe(outcome),
  )
})

describe('decidePin', () => {
  const pinned = { metadata: { pinned: true } }
  it.each([
    ['done', {}, true, 9],
    ['too_many', {}, true, 10],
    ['unchanged', pinned, true, 10],
    ['unchanged', {}, false, 0],
    ['done', pinned, false, 10],
    ['archived', { isArchived: true }, true, 0],
    ['not_found', everything, true, 0],
  ] as const)('%s: %j to %s with %i pins', (outcome, change, isPinned, pins) =>
    expect(decidePin(given(change), isPinned, { pins, maxPins: 10 })).toBe(outcome),
  )

  it('adds three keys to the metadata and takes away no others', () => {
    const metadata = pinnedMetadata(given({ actorId: 'bob' }), true)
    expect(metadata).toEqual({ own: 1, pinned: true, pinned_by: 'bob', pinned_at: message.at })
    expect(pinnedMetadata(given({ metadata }), false)).toEqual({ own: 1 })
  })
})

describe('decideReaction', () => {
  const full = { reactions: ['a', 'b'].map((emoji) => ({ emoji, count: 1, user_ids: ['ada'] })) }
  it.each([
    ['added', {}, 'c', false],
    ['removed', full, 'a', true],
    ['added', full, 'a', false],
    ['too_many', full, 'c', false],
    ['archived', { isArchived: true }, 'a', true],
    ['not_found', everything, 'a', false],
    ['unchanged', full, 'a', true, true],
    ['removed', full, 'a', true, false],
    ['unchanged', full, 'c', false, false],
    ['added', {}, 'c', false, true],
    ['not_found', everything, 'a', true, true],
  ] as const)('%s: %j %s, given: %s, wanted: %s', (outcome, change, emoji, hasGiven, wanted?: boolean) =>
    expect(decideReaction(given(change as Partial<LockedMessage>), emoji, { hasGiven, wanted, maxEmoji: 2 })).toBe(
      outcome,
    ),
  )
})

describe('shownEmoji', () => {
  const shown = (first: string, second: string) =>
    shownEmoji(given({ reactions: [{ emoji: first, count: 1, user_ids: [] }] }), second)
  it.each([
    ['❤', '❤️'],
    ['❤️', '❤'],
    ['☎︎', '☎️'],
    ['🏳️‍🌈', '🏳‍🌈'],
    ['1️⃣', '1⃣'],
    ['fire', ':fire:'],
    [':wave::skin-tone-2:', 'wave::skin-tone-2'],
  ])('takes %s and %s for one', (first, second) => expect(shown(first, second)).toBe(first))
  it.each([
    ['👍', '👍🏽'],
    ['👍🏻', '👍🏽'],
    ['👩‍💻', '👩'],
    ['wave', 'wave::skin-tone-2'],
  ])('distinguishes %s and %s', (first, second) => expect(shown(first, second)).toBe(second))
})

describe('summedReactions', () => {
  const [a, b] = ['a', 'b'].map((emoji) => ({ emoji, count: 1, user_ids: ['ada'] })) as [never, never]
  it('keeps each emoji in its place, and adds a new one last', () => {
    const change = (emoji: string, change: 1 | -1, userIds: string[]) =>
      summedReactions([a, b], { emoji, change, userIds })
    expect(change('a', 1, ['ada', 'bob'])).toEqual([{ emoji: 'a', count: 2, user_ids: ['ada', 'bob'] }, b])
    expect(change('c', 1, ['bob'])).toEqual([a, b, { emoji: 'c', count: 1, user_ids: ['bob'] }])
    expect(change('a', -1, [])).toEqual([b])
  })
})
