import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { Language } from '../fields.ts'
import { Uuid } from '../ids.ts'
import { AnalysedMessage, maxAnalysed } from '../summaries/jobs.ts'

const internal = {
  owner: 'chat-engine',
  auth: 'service',
  limit: 'default',
  visibility: 'internal',
  method: 'post',
  idempotent: false,
} as const

/** A conversation of the support desk: its messages, oldest first, as `boundForAnalysis` leaves them. */
const Messages = z.array(AnalysedMessage).min(1).max(maxAnalysed.messages)

/** What a visitor could be answered. */
export const DraftedReply = z.object({
  text: z.string().max(4_000).nullable().describe('Null where nothing is known that answers.'),
  confidence: z.number().min(0).max(1).describe('0 where nothing answers.'),
  sources: z.array(
    z.object({
      document_id: Uuid,
      title: z.string(),
      source: z
        .string()
        .nullable()
        .describe(
          'The document and the place in it, in words. For a visitor the title that the document was given; null where it was given none.',
        ),
    }),
  ),
  wants_person: z.boolean().describe('Whether the visitor asks for a human being.'),
  model: z.string(),
})
export type DraftedReply = z.output<typeof DraftedReply>

export const draftReply = defineEndpoint({
  ...internal,
  name: 'draftReply',
  path: '/internal/desk/replies',
  summary: 'Draft what a visitor’s last message could be answered, from what is known.',
  description:
    'For a visitor (`reader`), from what was made public alone. For an agent, whom the service names as the person that it acts for, also from what else they may read; they decide what they send.',
  body: z.object({
    reader: z.enum(['visitor', 'agent']),
    company: z.string().max(200).describe('On whose behalf the reply is.'),
    language: Language,
    messages: Messages,
  }),
  responses: { 200: DraftedReply },
  errors: ['budget_exceeded'],
})

export const summarizeConversation = defineEndpoint({
  ...internal,
  name: 'summarizeConversation',
  path: '/internal/desk/summaries',
  summary: 'Summarize a conversation of the support desk so far, for whoever takes it over.',
  body: z.object({ language: Language, messages: Messages }),
  responses: {
    200: z.object({
      summary: z.string(),
      evidence: z.array(Uuid).describe('The messages that it rests on.'),
      model: z.string(),
    }),
  },
  errors: ['budget_exceeded'],
})
