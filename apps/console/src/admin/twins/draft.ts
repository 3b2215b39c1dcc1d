import type { Input, Twin } from '@parley/client/index'

/** A twin as its form has it: texts are never null, and `model` is empty for the default. */
export interface TwinDraft {
  name: string
  handle: string
  personality: string
  system_prompt: string
  model: string
  /** Null for all. */
  tools: readonly string[] | null
}

export const emptyDraft: TwinDraft = {
  name: '',
  handle: '',
  personality: '',
  system_prompt: '',
  model: '',
  tools: null,
}

export const draftOf = ({ name, handle, personality, system_prompt, model, tools }: Twin): TwinDraft => ({
  name,
  handle,
  personality: personality ?? '',
  system_prompt: system_prompt ?? '',
  model: model ?? '',
  tools,
})

/** A draft as the API takes it: what is empty is null, and an empty handle is left out. */
export function contentOf({ name, handle, personality, system_prompt, model, tools }: TwinDraft) {
  return {
    name: name.trim(),
    ...(handle.trim() && { handle: handle.trim() }),
    personality: personality.trim() || null,
    system_prompt: system_prompt.trim() || null,
    model: model || null,
    tools: tools && [...tools],
  }
}

type Changes = Omit<Input<'updateTwin'>, 'id'>

/** What an update takes: the fields of a draft that were changed. */
export const changesOf = (draft: TwinDraft, changed: Partial<TwinDraft>): Changes =>
  Object.fromEntries(Object.entries(contentOf(draft)).filter(([field]) => field in changed))
