import type { WidgetSettings } from '@parley/contracts/desk/widget-settings'
import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { Identity } from '../../protocol.ts'
import type { Api } from '../api.ts'
import type { Session } from './session.ts'

/** What a visitor says of themselves. */
export type Contact = Pick<Identity, 'name' | 'email' | 'phone'>

export interface ContactOptions {
  api: Api
  session: Session
  settings: ReadonlySignal<WidgetSettings>
  /** Whether a conversation is about to begin. */
  isBeginning: ReadonlySignal<boolean>
}

/** What is asked of a visitor, and what they have answered. */
export function createContact({ api, session, settings, isBeginning }: ContactOptions) {
  /** Of who has no session yet, which begins with it. */
  const introduction = signal<Contact>({})
  const hasIntroduced = signal(false)

  return {
    introduction,
    /** What is still to be asked before the first message; undefined where nothing is. */
    questions: computed(() => {
      if (!isBeginning.value || hasIntroduced.value) return undefined
      const known = { ...introduction.value, ...session.current.value?.visitor }
      const open = (settings.value.preChat ?? []).filter(({ field }) => !known[field])
      return open.length > 0 ? open : undefined
    }),

    /** Says who the visitor is, in their own words. */
    async introduce(contact: Contact): Promise<void> {
      if (session.current.value) session.describe(await api.visitor.updateVisitor(contact))
      else introduction.value = contact
      hasIntroduced.value = true
    },

    /** Of a frame before this one. */
    restore(contact: Contact): void {
      introduction.value = contact
      hasIntroduced.value = Object.keys(contact).length > 0
    },
    clear: () => {
      introduction.value = {}
    },
  }
}

export type ContactModel = ReturnType<typeof createContact>
