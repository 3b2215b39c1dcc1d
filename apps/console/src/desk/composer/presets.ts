import type { CannedReply, Macro } from '@parley/client/index'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import type { ReplyKind } from '../../store/desk/replies.ts'
import { useAttempt } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { deskTexts } from '../texts/index.ts'
import { useDesk } from '../use-desk.ts'

/** What is being typed behind a slash, and where the slash is. */
export interface Slash {
  query: string
  start: number
}

export function slashAt(text: string, caret: number): Slash | undefined {
  const found = /(?:^|\s)\/([\p{L}\p{N}_-]{0,40})$/u.exec(text.slice(0, caret))
  if (!found) return undefined
  const query = found[1] ?? ''
  return { query: query.toLowerCase(), start: caret - query.length - 1 }
}

export type Preset = (CannedReply & { kind: 'reply' }) | (Macro & { kind: 'macro' })

/** Those whose name has the query: at the beginning of a word first. */
export function findPresets(presets: readonly Preset[], query: string): readonly Preset[] {
  const rank = ({ name }: Preset) => {
    const text = name.toLowerCase()
    return text.startsWith(query) ? 0 : text.includes(` ${query}`) ? 1 : text.includes(query) ? 2 : 3
  }
  const found = presets.filter((preset) => rank(preset) < 3)
  return found.sort((a, b) => rank(a) - rank(b)).slice(0, atMost)
}

const atMost = 8
const none: readonly Preset[] = []

interface PresetsOptions {
  conversationId: string
  kind: ReplyKind
  slash: Slash | undefined
  /** Puts a text in the place of what was typed from there on. */
  onText: (text: string, start: number) => void
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
    const { start } = slash!
    setChosen(0)
    return attempt(async () => {
      if (preset.kind === 'reply') {
        const { content, filledIn } = await agent.getCannedReply({ id: preset.id, conversationId })
        onText(filledIn ?? content, start)
      } else {
        onText('', start)
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
