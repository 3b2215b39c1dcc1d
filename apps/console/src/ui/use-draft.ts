import { useState } from 'react'
import { changesOf, draftOf, follow, saved } from './draft.ts'

/** What is written in a form over something that others change, too; `stored` is what is known of it now. */
export function useDraft<T extends object>(stored: T) {
  const [before, setDraft] = useState(() => draftOf(stored))
  const draft = follow(before, stored)
  if (draft !== before) setDraft(draft)
  const changed = changesOf(draft)
  return {
    written: draft.written,
    changed,
    isChanged: Object.keys(changed).length > 0,
    isOvertaken: draft.isOvertaken,
    write: (changes: Partial<T>) => setDraft((now) => ({ ...now, written: { ...now.written, ...changes } })),
    /** What was written when it was sent is what is stored. */
    setSaved: () => setDraft((now) => saved(now, draft.written)),
  }
}
