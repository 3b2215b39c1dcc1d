import { effect, type Signal } from '@preact/signals'
import type { Host } from '../host.ts'
import type { ContactModel } from './contact.ts'
import type { Drafts } from './drafts.ts'
import type { Outbox } from './outbox.ts'
import { readUnsent, saveUnsent, type Unsent } from './unsent.ts'
import type { View } from './view.ts'

export interface HandoverOptions {
  host: Host
  view: Signal<View>
  outbox: Outbox
  drafts: Drafts
  contact: Pick<ContactModel, 'introduction' | 'restore'>
  /** Whose it is, as far as that is known. */
  visitorId: () => string | undefined
  show: (view: View) => void
}

/** Goes on where another frame was: the one whose place this one took, or that of the page before. */
export function createHandover({ host, view, outbox, drafts, contact, visitorId, show }: HandoverOptions) {
  const unsent = (): Unsent => ({
    view: view.value,
    outgoing: outbox.messages.value,
    drafts: [...drafts.byConversation.value],
    introduction: contact.introduction.value,
  })

  return {
    /** The frame's ticket has expired: the next frame goes on with what was written. */
    reload: (): void => host.post({ type: 'reload', kept: unsent() }),

    /** Takes over what was left, and keeps what is written from now on. */
    restore(): void {
      const { kept, saved } = host.start
      const left = (kept as Unsent | undefined) ?? readUnsent(saved, visitorId())
      if (left) {
        contact.restore(left.introduction)
        for (const [id, draft] of left.drafts) drafts.add(id, draft)
        outbox.restore(left.outgoing)
        show(left.view)
      }
      let last: string | null = null
      effect(() => {
        const text = saveUnsent(unsent(), visitorId())
        // How far files have got changes nothing of it.
        if (text !== last) host.post({ type: 'save', text })
        last = text
      })
    },
  }
}
