import { HttpUrl } from '@parley/contracts/fields'
import * as z from 'zod'

/** What a person enters. */
export const Credentials = z.strictObject({
  secret: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/, 'Must be whsec_ and 24 to 64 random bytes in base64.')
    .refine((text) => {
      const { length } = Buffer.from(text.slice('whsec_'.length), 'base64')
      return length >= 24 && length <= 64
    }, 'Must be whsec_ and 24 to 64 random bytes in base64.'),
  url: HttpUrl.optional(),
})
export type WebhookCredentials = z.output<typeof Credentials>
