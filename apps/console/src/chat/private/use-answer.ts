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
  /** Whether it may be going on all the same, since the network alone has failed. */
  isCutOff: boolean
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

  /** Whether the server has the question. */
  async function follow(
    question: string | undefined,
    stream: ReturnType<typeof parley.chat.stream>,
    onTaken?: () => void,
  ): Promise<boolean> {
    const now: Writing = { question, runId: undefined, text: '', tools: [], failure: undefined, isCutOff: false }
    setWriting({ ...now })
    try {
      for await (const frame of stream) {
        const { event, data } = frame
        if (event === 'connected') {
          now.runId = data.streamId
          onTaken?.()
        }
        if (event === 'text_delta') now.text += data.content
        now.tools = receiveTool(now.tools, frame)
        setWriting({ ...now })
      }
      await onEnd()
      setWriting(undefined)
    } catch (error) {
      if (!(error instanceof ParleyError || error instanceof ParleyConnectionError)) throw error
      const isAnswer = error instanceof ParleyError
      const isTaken = now.runId !== undefined
      const failed = { failure: isAnswer ? error.message : offline, isCutOff: !isAnswer }
      // What was not taken is in its form again.
      setWriting({ ...now, ...failed, question: isTaken ? question : undefined })
    }
    return now.runId !== undefined
  }
  /** Follows an answer that was begun elsewhere: before a reload, or one that is given again. */
  const followRun = (runId: string, question?: string) =>
    void follow(question, parley.chat.resumeStream({ streamId: runId }))

  return {
    writing,
    /** `onTaken`: the server has it. Answers whether it ever had. */
    ask: (asked: Asked, onTaken: () => void) =>
      follow(asked.message, parley.chat.stream({ ...asked, platform: 'web' }), onTaken),
    followRun,
    /** Goes on with an answer that was cut off, or has one that failed given again. */
    async retry({ runId, isCutOff, question }: Writing): Promise<void> {
      if (runId === undefined) return
      const next = isCutOff ? runId : (await parley.chat.retryRun({ id: runId })).data.id
      followRun(next, question)
    },
    dismiss: () => setWriting(undefined),
  }
}
