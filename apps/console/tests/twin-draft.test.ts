import type { Twin } from '@parley/client/index'
import { describe, expect, it } from 'vitest'
import { changesOf, contentOf, draftOf, emptyDraft } from '../src/admin/twins/draft.ts'

const twin: Twin = {
  id: 'twin',
  workspace_id: 'workspace',
  handle: 'scout',
  name: 'Scout',
  personality: 'Terse.',
  system_prompt: null,
  model: null,
  tools: null,
  avatar_url: null,
  is_built_in: false,
  version: 1,
  created_by: null,
  created_at: '',
  updated_at: '',
}

describe('the form of a twin', () => {
  it('sends what has changed alone, and null for what was emptied', () => {
    const draft = { ...draftOf(twin), personality: ' ', tools: ['web_search'] }
    const { personality, tools } = draft
    expect(changesOf(draft, { personality, tools })).toEqual({ personality: null, tools: ['web_search'] })
    expect(changesOf(draft, {})).toEqual({})
  })

  it('leaves out a handle that nobody wrote, so that the name makes it', () => {
    expect(contentOf({ ...emptyDraft, name: ' Scout ' })).toEqual({
      name: 'Scout',
      personality: null,
      system_prompt: null,
      model: null,
      tools: null,
    })
  })
})
