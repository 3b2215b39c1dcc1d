import { Integer } from '@parley/contracts/fields'
import { FileStorageConfig, FileUrlConfig } from '@parley/files/config'
import { refuseWeakSecrets, ServiceConfig, ServiceUrl } from '@parley/kit/config'
import { requireSecretKeys } from '@parley/kit/secret-box'
import { ServiceClientConfig } from '@parley/kit/service-client'
import * as z from 'zod'
import { KnowledgeConfig } from './knowledge/config.ts'
import { ToolsConfig } from './tools/config.ts'
import { ModelPrices } from './usage/prices.ts'

const Names = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .refine((names) => names.every((name) => /^[\w.:-]+\*?$/.test(name)), 'Must be names of models, separated by commas.')

/** What the chat-engine service is configured with. */
export const Config = ServiceConfig.extend({
  ...ServiceClientConfig.shape,
  ...FileStorageConfig.shape,
  ...FileUrlConfig.shape,
  ...KnowledgeConfig.shape,
  ...ToolsConfig.shape,
  MESSAGING_URL: ServiceUrl('messaging'),
  ANTHROPIC_API_KEY: z
    .string()
    .optional()
    .describe('For Claude. Without it the engine `local` answers, which quotes what the workspace has written.'),
  ANTHROPIC_BASE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Where the Messages API is, if not at Anthropic’s.'),
  CHAT_MODELS: Names.prefault('claude-opus-*,claude-sonnet-*,claude-haiku-*').describe(
    'Models that may be asked for, separated by commas; `*` at the end of one stands for any ending.',
  ),
  CHAT_MODEL: z.string().default('claude-sonnet-5-5').describe('The model that answers where none is asked for.'),
  CHAT_MAX_TOKENS: Integer({ min: 16, max: 128_000 })
    .default(8_192)
    .describe('Tokens that one turn of an answer may have.'),
  RUN_MAX_MS: Integer({ min: 1_000, max: 3_600_000 }).default(600_000).describe('How long an answer may take.'),
  RUN_LEASE_MS: Integer({ min: 200, max: 60_000 })
    .default(9_000)
    .describe('How long a process that shows no sign of life keeps the answers that it writes.'),
  RUN_POLL_MS: Integer({ min: 5, max: 5_000 })
    .default(150)
    .describe('How late a replica sees what another one writes, and that an answer is to be stopped.'),
  RUN_KEPT_MS: Integer({ min: 0, max: 86_400_000 })
    .default(90_000)
    .describe('How long the stream of an answer that has ended can still be received.'),
  SUMMARY_MODEL: z
    .string()
    .default('claude-haiku-5-5')
    .describe(
      'The model that writes summaries, analyses conversations of the support desk, and finds whom and what documents mention.',
    ),
  SUMMARY_MAX_MS: Integer({ min: 100, max: 60_000 })
    .default(25_000)
    .describe('How long a summary may take; less than UPSTREAM_TIMEOUT_MS of the gateway.'),
  MODEL_PRICES: ModelPrices,
  BUDGET_NOTICE_MS: Integer({ min: 10, max: 3_600_000 })
    .default(30_000)
    .describe('How often budgets are looked at whose owners are to be mailed.'),
  TWIN_ANSWERS_PER_CHANNEL: Integer({ min: 1, max: 10_000 })
    .default(20)
    .describe('Messages of one channel that twins answer in a minute; ten times as many in an hour.'),
  TWIN_ANSWERS_PER_TWIN: Integer({ min: 1, max: 10_000 })
    .default(60)
    .describe('Messages of all channels that one twin answers in a minute; ten times as many in an hour.'),
}).superRefine((config, context) => {
  refuseWeakSecrets('FILE_URL_SECRET', config, context)
  requireSecretKeys(config, context)
  if (!isAllowed(config.CHAT_MODEL, config.CHAT_MODELS))
    context.addIssue({ code: 'custom', path: ['CHAT_MODEL'], message: 'Must be one of CHAT_MODELS.' })
})
export type Config = z.output<typeof Config>

/** Whether a model may be asked for: `local` where it is what answers. */
export const mayAskFor = (
  model: string,
  { CHAT_MODELS, ANTHROPIC_API_KEY }: Pick<Config, 'CHAT_MODELS' | 'ANTHROPIC_API_KEY'>,
): boolean => isAllowed(model, CHAT_MODELS) || (model === localModel && ANTHROPIC_API_KEY === undefined)

/** The first of the wished models that may be asked for, or else the default: a twin's own may be none any more. */
export const modelFor = (config: Config, ...wished: (string | null | undefined)[]): string =>
  wished.find((model) => model != null && mayAskFor(model, config)) ?? config.CHAT_MODEL

/** What the engine that needs no key calls itself. */
export const localModel = 'local'

/** Whether a list of models takes a name. */
export const isAllowed = (model: string, models: readonly string[]): boolean =>
  models.some((each) => (each.endsWith('*') ? model.startsWith(each.slice(0, -1)) : model === each))
