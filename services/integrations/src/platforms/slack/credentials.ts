import * as z from 'zod'

/** What a person enters. */
export const Credentials = z.strictObject({
  botToken: z.string().regex(/^(?:xoxe\.)?xox[bep]-[\w.-]{10,250}$/, 'Must be a token that begins with xoxb-.'),
  signingSecret: z.string().regex(/^[0-9a-f]{16,64}$/i, 'Must be the app’s signing secret, in hexadecimal digits.'),
})

/** `isGranted` where OAuth gave the token: it is given back when the platform is disconnected. `appId`: of which app it is. */
export type SlackCredentials = z.output<typeof Credentials> & { isGranted?: true; appId?: string; renewal?: Renewal }

/** How a token is renewed that ends, where the app’s token rotation is on. */
export interface Renewal {
  refreshToken: string
  /** Halfway between when it was given and when it ends. */
  at: string
}
