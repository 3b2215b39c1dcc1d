import { ParleyConnectionError } from '@parley/client/parley-error'
import { useState } from 'react'
import { useStore } from '../../shell/workspace-provider.tsx'
import { isRefusal, type Refusal, refusalOf } from '../../store/refusal.ts'
import { receiveTool, type ToolCall } from '../../store/tool-calls.ts'

/** An answer while it is written. */
export interface Writing {
  question: string | undefined
  runId: string | undefined
  text: string
  tools: readonly ToolCall[]
  failure: Refusal | undefined
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
      if (!isRefusal(error)) throw error
      const isTaken = now.runId !== undefined
      const failed = { failure: refusalOf(error), isCutOff: error instanceof ParleyConnectionError }
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
