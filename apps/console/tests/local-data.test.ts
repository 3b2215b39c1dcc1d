import { describe, expect, it } from 'vitest'
import { hasUnsent, leavable } from '../src/store/local-data.ts'
import { memoryStorage } from './fixtures.ts'

const ada = { uuid: 'ada', id: 'usr_ada' }
const draft = (isUnsaved: boolean, content = 'Half a thought') => JSON.stringify({ content, files: [], isUnsaved })

describe('what a browser keeps of somebody', () => {
  it.each([
    ['a draft that the server has', 'parley:drafts:w:ada:c', draft(false), false],
    ['a draft that it could not be told of', 'parley:drafts:w:ada:c', draft(true), true],
    ['the removal of a draft', 'parley:drafts:w:ada:c', draft(true, ''), false],
    ['what cannot be read', 'parley:drafts:w:ada:c', '{', false],
    ['a message on its way', 'parley:outbox:w:ada:key', '{}', true],
    ['a reply at the desk', 'parley:desk:w:usr_ada:draft:c:reply', '{}', true],
    ['a question to a twin', 'parley:questions:w:ada:c', '"Why"', true],
    ['what is somebody else’s', 'parley:outbox:w:bob:key', '{}', false],
    ['what is the browser’s', 'parley:notifications', 'on', false],
  ])('is lost by signing out where nobody else has it: %s', (_, key, value, isLost) => {
    const storage = memoryStorage()
    storage.setItem(key, value)
    expect(hasUnsent(storage, ada)).toBe(isLost)
  })

  it('is removed when they sign out, and nothing of theirs is kept until they sign in again', () => {
    const browser = memoryStorage()
    const storage = leavable(browser)
    const ofOthers = ['parley:drafts:w:bob:c', 'parley:notifications', 'another:drafts:w:ada']
    for (const key of [...ofOthers, 'parley:drafts:w:ada:c', 'parley:desk:w2:usr_ada:reply:key'])
      storage.setItem(key, draft(false))
    storage.forget(ada)
    // An answer that came late.
    storage.setItem('parley:drafts:w:ada:c', draft(false))
    expect(browser.keys().toSorted()).toEqual(ofOthers.toSorted())
    storage.admit(ada)
    storage.setItem('parley:drafts:w:ada:c', draft(false))
    expect(browser.keys()).toContain('parley:drafts:w:ada:c')
  })
})
