import { draftLimits } from '@parley/contracts/messages/drafts'
import { describe, expect, it } from 'vitest'
import { decideDraft } from '../src/domain/drafts.ts'
import { decideChange, decideSending, mayStillPost } from '../src/domain/scheduled.ts'

describe('a draft', () => {
  const state = { hasParent: true, hasDraft: false, drafts: 0 }
  const text = { content: 'x', fileIds: [] }

  it.each([
    ['not_found', undefined, text, null],
    ['no_parent', { ...state, hasParent: false }, text, 0],
    ['no_file', state, { content: '', fileIds: ['f'] }, 0],
    ['dropped', { ...state, drafts: draftLimits.perPerson }, { content: '', fileIds: [] }, null],
    ['full', { ...state, drafts: draftLimits.perPerson }, text, null],
    ['kept', { ...state, drafts: draftLimits.perPerson, hasDraft: true }, text, null],
    ['kept', { ...state, drafts: draftLimits.perPerson - 1 }, text, null],
    ['kept', state, { content: '', fileIds: ['f'] }, null],
  ] as const)('is %s: %j, %j, %j', (outcome, there, { content, fileIds }, unattachable) => {
    expect(decideDraft(there, { content, fileIds: [...fileIds] }, unattachable)).toBe(outcome)
  })
})

describe('a change of a scheduled message', () => {
  const now = Date.parse('2026-11-28T12:00:00.000Z')
  const [past, ahead] = ['2026-11-28T12:00:00.000Z', '2026-11-28T12:00:00.001Z']
  const waiting = { status: 'pending', content: 'x', fileIds: [] as string[], sendAt: ahead } as const

  it.each([
    ['changed', waiting],
    ['changed', { ...waiting, sendAt: past }],
    ['changed', { ...waiting, status: 'failed' }],
    ['past', { ...waiting, status: 'failed', sendAt: past }],
    ['sent', { ...waiting, status: 'sent', content: '' }],
    ['empty', { ...waiting, content: '' }],
    ['empty', { ...waiting, status: 'failed', sendAt: past, content: '' }],
    ['changed', { ...waiting, content: '', fileIds: ['f'] }],
  ] as const)('is %s: %j', (outcome, changed) => {
    expect(decideChange({ ...changed, fileIds: [...changed.fileIds] }, now)).toBe(outcome)
  })
})

describe('a scheduled message that is due', () => {
  it('may be posted for somebody else only while whoever asked for it is an admin', () => {
    const message = { userId: 'ada', scheduledBy: 'bob' }
    for (const role of ['owner', 'admin'] as const) expect(mayStillPost(message, role)).toBe(true)
    for (const role of ['member', 'guest', null] as const) expect(mayStillPost(message, role)).toBe(false)
    expect(mayStillPost({ ...message, scheduledBy: 'ada' }, null)).toBe(true)
  })

  it('is tried again after 1, 2, 4 … 300 s for trouble that is not its own, and fails at the twentieth time', () => {
    const decided = Array.from({ length: 20 }, (_, tries) => decideSending('trouble', tries))
    const seconds = [1, 2, 4, 8, 16, 32, 64, 128, 256, ...Array.from({ length: 10 }, () => 300)]
    expect(decided.slice(0, 19)).toEqual(seconds.map((retrySeconds) => ({ outcome: 'later', retrySeconds })))
    expect(decided[19]).toEqual({ outcome: 'failed', reason: 'internal' })
  })

  it.each([
    ['not_found', 'channel_not_found'],
    ['author_gone', 'author_removed'],
    ['left', 'left_channel'],
    ['archived', 'channel_archived'],
    ['no_parent', 'parent_not_found'],
    ['no_file', 'attachment_not_found'],
    ['no_twin', 'twin_not_found'],
    ['forbidden', 'forbidden'],
  ] as const)('fails at once when it is refused: %s', (attempt, reason) => {
    expect(decideSending(attempt, 0)).toEqual({ outcome: 'failed', reason })
  })

  it('is sent, however often it was tried', () => {
    expect(decideSending('posted', 19)).toEqual({ outcome: 'sent' })
  })
})
