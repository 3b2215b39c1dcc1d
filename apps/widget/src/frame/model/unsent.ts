import type { Contact } from './contact.ts'
import type { Draft } from './drafts.ts'
import type { Outgoing } from './outbox.ts'
import type { View } from './view.ts'

/** What goes on in the frame that takes the place of this one. */
export interface Unsent {
  view: View
  outgoing: readonly Outgoing[]
  drafts: readonly (readonly [conversationId: string | undefined, draft: Draft])[]
  /** What who has no session yet has said of themselves. */
  introduction: Contact
}

/** As it is kept for the next page: without files, which no storage of text holds. */
interface Saved {
  savedAt: number
  /** Whose it is; nothing of it is for another visitor. */
  visitorId?: string | undefined
  view: View
  outgoing: (Omit<Outgoing, 'files' | 'progress'> & { lost: string[] })[]
  drafts: { id?: string | undefined; text: string; lost: string[] }[]
  introduction: Contact
}

/** For as long the server knows a message that it has got by its key. */
const longestMs = 24 * 3_600_000
/** The newest ones: with 10,000 characters at most in each there is room for them in any storage. */
const most = { outgoing: 20, drafts: 10 }

const namesOf = (files: readonly File[]) => files.map(({ name }) => name)

/** As a text; null where there is nothing to keep. */
export function saveUnsent(unsent: Unsent, visitorId: string | undefined): string | null {
  const { outgoing, drafts, ...rest } = unsent
  if (outgoing.length + drafts.length + Object.keys(rest.introduction).length === 0) return null
  const saved: Saved = {
    savedAt: Date.now(),
    visitorId,
    ...rest,
    outgoing: outgoing
      .slice(-most.outgoing)
      .map(({ files, progress: _, ...message }) => ({ ...message, lost: namesOf(files) })),
    drafts: drafts
      .slice(-most.drafts)
      .map(([id, { text, files, lost }]) => ({ id, text, lost: [...lost, ...namesOf(files)] })),
  }
  return JSON.stringify(saved)
}

/**
 * What was kept of this visitor. A message whose files are lost is a draft again, for them to be chosen once more;
 * undefined where there is nothing, or nothing that is of use.
 */
export function readUnsent(text: string | null | undefined, visitorId: string | undefined): Unsent | undefined {
  try {
    const saved: Saved = JSON.parse(text!)
    const isTheirs = saved.visitorId === undefined || saved.visitorId === visitorId
    if (!isTheirs || Date.now() - saved.savedAt > longestMs) return undefined
    const drafts = saved.drafts.map(({ id, ...draft }) => [id, { ...draft, files: [] }] as const)
    const isWhole = ({ lost }: { lost: string[] }) => lost.length === 0
    return {
      view: saved.view,
      introduction: saved.introduction,
      outgoing: saved.outgoing
        .filter(isWhole)
        .map(({ lost: _, ...message }) => ({ ...message, files: [], progress: 0 })),
      drafts: [
        ...drafts,
        ...saved.outgoing
          .filter((message) => !isWhole(message))
          .map(({ conversationId, content, lost }) => [conversationId, { text: content, files: [], lost }] as const),
      ],
    }
  } catch {
    return undefined
  }
}
