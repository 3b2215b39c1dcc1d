import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import type { ReplyKind } from '../../store/desk/reply.ts'
import { useAttempt } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { deskTexts } from '../texts/index.ts'
import { useDesk } from '../use-desk.ts'
import { findPresets, type Preset, type Slash } from './find-presets.ts'

const none: readonly Preset[] = []

interface PresetsOptions {
  conversationId: string
  kind: ReplyKind
  slash: Slash | undefined
  /** Puts a text in the place of a slash and what is behind it. */
  onText: (text: string, replaced: Slash) => void
}

/** Canned replies and macros behind a slash: a reply is put in, filled in for the conversation; a macro is done. */
export function usePresets({ conversationId, kind, slash, onText }: PresetsOptions) {
  const texts = useTexts(deskTexts)
  const { workspace, conversations } = useDesk()
  const { agent } = workspace.parley
  const attempt = useAttempt()
  const [chosen, setChosen] = useState(0)
  const [dismissed, setDismissed] = useState<number>()
  const { data = none } = useQuery({
    queryKey: ['desk', 'presets'],
    enabled: slash !== undefined,
    queryFn: async (): Promise<Preset[]> => {
      const [{ cannedReplies }, { macros }] = await Promise.all([agent.listCannedReplies(), agent.listMacros()])
      return [
        ...cannedReplies.map((reply) => ({ ...reply, kind: 'reply' as const })),
        ...macros.map((macro) => ({ ...macro, kind: 'macro' as const })),
      ]
    },
  })
  const offered = kind === 'note' ? data.filter((preset) => preset.kind === 'reply') : data
  const shown = slash && slash.start !== dismissed ? findPresets(offered, slash.query) : none
  const selected = Math.min(chosen, shown.length - 1)

  function take(preset: Preset): Promise<boolean> {
    const replaced = slash!
    setChosen(0)
    return attempt(async () => {
      if (preset.kind === 'reply') {
        const { content, filledIn } = await agent.getCannedReply({ id: preset.id, conversationId })
        onText(filledIn ?? content, replaced)
      } else {
        onText('', replaced)
        conversations.put(await agent.applyMacro({ id: preset.id, conversationId }))
        say(texts.macroDone(preset.name))
      }
    })
  }

  /** Whether a key was for the list. */
  function onKey(key: string): boolean {
    const preset = shown[selected]
    if (!preset) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[key]
    if (step) setChosen((selected + step + shown.length) % shown.length)
    else if (key === 'Enter' || key === 'Tab') void take(preset)
    else if (key === 'Escape') setDismissed(slash?.start)
    else return false
    return true
  }
  return { shown, selected, take, onKey }
}

export type Presets = ReturnType<typeof usePresets>
