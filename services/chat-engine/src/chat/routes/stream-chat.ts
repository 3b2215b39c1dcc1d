import { resumeChatStream, streamChat } from '@parley/contracts/chat/chat'
import type { FrameInput } from '@parley/contracts/stream'
import { invalid, ServiceError } from '@parley/kit/errors'
import { streamRoute } from '@parley/kit/route'
import type { AnswerFile, RunEvent } from '../../runs/run.ts'
import { readLastNumber } from '../../store/run-events.ts'
import { findReadableRun, mayReadChannel } from '../../store/runs.ts'
import type { SignAnswerFile } from '../answer-files.ts'
import type { ChatContext } from '../chat.ts'
import { requireWorkspace, runFor } from '../question.ts'
import { requireRun } from '../reading.ts'

type Frame = FrameInput<typeof streamChat>

/** How long after its end a stream can be received. */
const resumableMs = 60_000

/** Asks, and passes on what the run emits. */
export const streamChatRoute = (context: ChatContext) =>
  streamRoute(
    streamChat,
    async function* (request) {
      const { body, caller, signal, withinShare } = request
      requireWorkspace(caller, body.workspaceId)
      const extras = { pictures: body.images ?? [], attachments: [] }
      const { events } = await withinShare(async () =>
        context.chat.ask({ run: await runFor(context, request), extras, signal }),
      )
      yield* framesOf(events, context.answerFiles.signFor(caller))
    },
    {
      mayContinue: async ({ caller, body: { channelId } }) =>
        channelId === undefined || (await mayReadChannel(context.db, caller, channelId)),
    },
  )

/** Passes on what a run has emitted after a frame, and what it will. */
export const resumeChatStreamRoute = ({ db, chat, answerFiles }: ChatContext) =>
  streamRoute(
    resumeChatStream,
    async function* ({ params, caller, signal, lastEventId = '', withinShare }) {
      if (!/^\d*$/.test(lastEventId)) throw invalid('Last-Event-ID', 'Must be the id of a frame of this stream.')
      const position = Number(lastEventId)
      const run = { workspaceId: caller.workspaceId, id: params.streamId }
      const { isOver, last } = await withinShare(async () => {
        const { ended_at: endedAt } = await requireRun(db, caller, run.id)
        if (endedAt !== null && Date.parse(endedAt) < Date.now() - resumableMs)
          throw new ServiceError('not_found', 'The stream is over; the answer is at /api/v2/chat/runs.')
        return { isOver: endedAt !== null, last: await readLastNumber(db, run) }
      })
      yield // The next event may be long in coming.
      // Beyond the last, which a database that was killed may have taken back, the last is given again.
      const after = position > last ? Math.max(last - (isOver ? 1 : 0), 0) : position
      if (!isOver || after < last) yield* framesOf(chat.runner.follow(run, after, signal), answerFiles.signFor(caller))
    },
    {
      mayContinue: async ({ caller, params }) => (await findReadableRun(db, caller, params.streamId)) !== undefined,
    },
  )

async function* framesOf(events: AsyncIterable<RunEvent>, sign: SignAnswerFile): AsyncGenerator<Frame> {
  for await (const { number, event, data } of events)
    yield { event, data: event === 'done' ? signed(data as Done, sign) : data, id: String(number) } as Frame
}

interface Done {
  attachments: AnswerFile[]
}

const signed = (done: Done, sign: SignAnswerFile) => ({ ...done, attachments: done.attachments.map(sign) })
