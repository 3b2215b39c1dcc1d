import { Integer } from '@parley/contracts/fields'
import * as z from 'zod'

/** What knowledge is configured with; part of the service's configuration. */
export const KnowledgeConfig = z.object({
  KNOWLEDGE_WAIT_MS: Integer({ min: 0, max: 120_000 })
    .default(8_000)
    .describe('How long the upload of a document waits for it to be read; then a job reads it.'),
  KNOWLEDGE_DAY_TOKENS: Integer({ min: 0, max: 1_000_000_000 })
    .default(2_000_000)
    .describe(
      'Tokens that SUMMARY_MODEL may use in a day (UTC) for finding whom and what a workspace’s documents mention; beyond them, and with 0, rules alone do.',
    ),
  EMBEDDINGS_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'The base of an OpenAI-compatible API, such as https://api.openai.com/v1, by which searches of knowledge are ordered by meaning too; without it words alone count.',
    ),
  EMBEDDINGS_MODEL: z.string().default('text-embedding-3-small').describe('The model of EMBEDDINGS_URL.'),
  EMBEDDINGS_API_KEY: z.string().optional().describe('The key of EMBEDDINGS_URL, if it wants one.'),
})
