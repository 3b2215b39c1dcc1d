import { useMemo, useRef } from 'react'
import { useLocation } from 'wouter'
import { base, workspacePath } from '../../addresses.ts'
import { mayBeDisturbed } from '../../store/notifying.ts'
import { usePreferences } from '../preferences.ts'
import { useStore } from '../workspace-provider.tsx'
import { notifications } from './permission.ts'
import { play } from './sound.ts'

const maxLength = 200

interface Shown {
  title: string
  body: string
  /** Takes the place of an earlier one with the same. */
  tag: string
  /** Where a press on it leads, within the workspace. */
  path: string
}

/** Notifies of what happens while nobody looks at this tab, as this person has chosen. */
export function useNotifier() {
  const store = useStore()
  const { preferences } = usePreferences()
  const [, navigate] = useLocation()
  const latest = useRef({ preferences, navigate })
  latest.current = { preferences, navigate }
  return useMemo(
    () => ({
      /** What decides whether this person is notified now; undefined where they are looking, or never are in this browser. */
      situation() {
        const isLooking = document.visibilityState === 'visible' && document.hasFocus()
        if (isLooking || !notifications.value) return undefined
        const { people, me } = store
        return { status: people.presence(me.uuid), preferences: latest.current.preferences, now: new Date() }
      },
      mayNotify(): boolean {
        const situation = this.situation()
        return situation !== undefined && mayBeDisturbed(situation)
      },
      show({ title, body, tag, path }: Shown): void {
        const shown = new Notification(title, { body: body.slice(0, maxLength), tag, silent: true })
        shown.onclick = () => {
          shown.close()
          focus()
          latest.current.navigate(`~${base}${workspacePath(store.workspaceId)}${path}`)
        }
        play(latest.current.preferences.notification_sound)
      },
    }),
    [store],
  )
}
