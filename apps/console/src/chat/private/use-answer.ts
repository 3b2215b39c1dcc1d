import { ParleyConnectionError, ParleyError } from '@parley/client/parley-error'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { receiveTool, type ToolCall } from '../../store/tool-calls.ts'
import { uiTexts } from '../../ui/texts/index.ts'

/** An answer while it is written. */
export interface Writing {
  question: string | undefined
  runId: string | undefined
  text: string
  tools: readonly ToolCall[]
  failure: string | undefined
}

interface Asked {
  sessionId: string
  message: string
  personality: string
}

/** Asks in a private conversation, and follows what is answered. */
export function useAnswer(onEnd: () => Promise<unknown>) {
  const { parley } = useStore()
  const { offline } = useTexts(uiTexts)
  const [writing, setWriting] = useState<Writing>()

  async function follow(question: string | undefined, stream: ReturnType<typeof parley.chat.stream>): Promise<void> {
    const now: Writing = { question, runId: undefined, text: '', tools: [], failure: undefined }
    setWriting({ ...now })
    try {
      for await (const frame of stream) {
        const { event, data } = frame
        if (event === 'connected') now.runId = data.streamId
        if (event === 'text_delta') now.text += data.content
        now.tools = receiveTool(now.tools, frame)
        setWriting({ ...now })
      }
      await onEnd()
      setWriting(undefined)
    } catch (error) {
      if (!(error instanceof ParleyError || error instanceof ParleyConnectionError)) throw error
      setWriting({ ...now, failure: error instanceof ParleyError ? error.message : offline })
    }
  }
  return {
    writing,
    ask: (asked: Asked) => void follow(asked.message, parley.chat.stream({ ...asked, platform: 'web' })),
    /** Follows an answer that was begun elsewhere: one that is given again. */
    followRun: (runId: string) => void follow(undefined, parley.chat.resumeStream({ streamId: runId })),
    dismiss: () => setWriting(undefined),
  }
}
