import { OutsideConfig } from '@parley/kit/outside/config'
import { SecretConfig } from '@parley/kit/secret-box'
import { SandboxConfig } from '@parley/sandbox/config'
import * as z from 'zod'

const Url = z.url({ protocol: /^https?$/, message: 'Must be an http(s) URL.' })

/** What tools are configured with; the service's configuration includes it, and `requireSecretKeys`. */
export const ToolsConfig = z.object({
  ...SandboxConfig.shape,
  ...OutsideConfig.shape,
  ...SecretConfig.shape,
  FIRECRAWL_URL: Url.default('https://api.firecrawl.dev').describe(
    'A Firecrawl-compatible API (version 2), for web_search and web_scrape.',
  ),
  FIRECRAWL_API_KEY: z
    .string()
    .optional()
    .describe(
      'Its key. Without one web_search is off, and web_scrape reads pages itself, without running their scripts.',
    ),
  MEDIA_URL: Url.optional().describe(
    'An OpenAI-compatible API that makes pictures and videos, with its version: https://api.openai.com/v1. Without it messageType image and video are a 503.',
  ),
  MEDIA_API_KEY: z.string().optional().describe('Its key, if it wants one.'),
  MEDIA_MODEL: z.string().optional().describe('The model that makes pictures.'),
  MEDIA_VIDEO_MODEL: z.string().optional().describe('The model that makes videos.'),
})
export type ToolsConfig = z.output<typeof ToolsConfig>
