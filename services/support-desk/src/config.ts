import { refuseWeakSecrets, ServiceConfig } from '@parley/kit/config'
import { VisitorTokenConfig } from '@parley/kit/visitor-tokens'
import type * as z from 'zod'

/** What the support-desk service is configured with. */
export const Config = ServiceConfig.extend(VisitorTokenConfig.shape).superRefine((config, context) =>
  refuseWeakSecrets('VISITOR_TOKEN_SECRETS', config, context),
)
export type Config = z.output<typeof Config>
