import * as z from 'zod'
import { Uuid } from '../ids.ts'

/** What an answer rests on and names by its id. Whether its reader may open it is asked when they do. */
export const AnswerSource = z
  .object({
    type: z
      .enum(['message', 'document', 'conversation', 'page'])
      .describe(
        'A message of a channel, or a file of it; a document of the workspace’s knowledge; something that was said in the private conversation itself; a page of the web.',
      ),
    id: z.string().describe('The message’s or the document’s; of a page its address. It stands in the answer’s text.'),
    channel_id: Uuid.nullable().describe('Of a message: the channel that it is in.'),
    title: z.string().nullable().describe('Of a document, a page or a message’s file; null of anything else.'),
    passage: z
      .int()
      .nullable()
      .default(null)
      .describe('Of a document: the number of the passage that was found first, as its `passages` have it.'),
  })
  .meta({ id: 'AnswerSource' })
export type AnswerSource = z.output<typeof AnswerSource>

export const answerSources = z
  .array(AnswerSource)
  .describe('What it rests on: of what its tools have found, what its text names by id, in that order.')
