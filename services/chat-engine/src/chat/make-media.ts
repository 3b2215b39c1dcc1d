import { noUsage } from '../engines/engine.ts'
import type { ActiveRun } from '../runs/active-run.ts'
import type { Media, MediaKind } from '../tools/media.ts'
import type { AnswerFiles } from './answer-files.ts'
import type { ChatRequest } from './request.ts'

/** What an answer says with what was made for it, so that histories and notifications show something. */
const sentences: Record<MediaKind, string> = { image: 'Here is the picture.', video: 'Here is the video.' }

/** Answers a run with a picture or video of its question, which is stored where the answer will be. */
export async function makeMedia(
  run: ActiveRun<ChatRequest>,
  kind: MediaKind,
  { media, answerFiles }: { media: Media; answerFiles: AnswerFiles },
): Promise<void> {
  const { request, signal } = run
  const made = await media.make(
    {
      kind,
      prompt: request.message,
      onAsked(model) {
        run.begun = { model, usage: noUsage }
      },
      onTaken(model, tokens) {
        run.begun = null
        run.model = model
        Object.assign(run.usage, tokens)
      },
    },
    signal,
  )
  run.attachments.push(await answerFiles.store(run, made, signal))
  run.say(sentences[kind])
}
