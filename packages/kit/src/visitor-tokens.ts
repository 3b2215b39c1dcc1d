import jwt from 'jsonwebtoken'
import * as z from 'zod'
import type { VisitorCaller } from './assertion.ts'
import { RotatedSecrets } from './config.ts'

/** Configuration of services that issue visitors' tokens, and of the gateway, which checks them. */
export const VisitorTokenConfig = z.object({
  VISITOR_TOKEN_SECRETS: RotatedSecrets.describe(
    'Signs the tokens of visitors; several separated by commas: the first signs, all are accepted.',
  ),
})
export type VisitorTokenConfig = z.output<typeof VisitorTokenConfig>

/** A token lives no longer than this, whatever it is issued for. */
export const visitorTokenLifetimeSeconds = 30 * 86_400

/** A visitor as their token names them, and when that ends: milliseconds since 1970. */
export interface ReadVisitorToken {
  visitor: VisitorCaller
  expiresAt: number
}

const prefix = 'prl_vt_'
const named = { issuer: 'parley', audience: 'visitor' } as const
const Claims = z.object({ sub: z.guid(), wsp: z.guid(), key: z.guid(), sit: z.guid().nullable(), exp: z.number() })

/** Whether a text has the form of a visitor's token; nothing is checked. */
export const isVisitorToken = (text: string): boolean => text.startsWith(prefix)

/** Issues visitors' tokens, `prl_vt_` and a JWT, and reads them. */
export function createVisitorTokens({ VISITOR_TOKEN_SECRETS: secrets }: VisitorTokenConfig) {
  return {
    /** @param lifetimeSeconds at most `visitorTokenLifetimeSeconds` */
    issue(
      { visitorId, workspaceId, widgetKeyId, siteId }: Omit<VisitorCaller, 'kind'>,
      lifetimeSeconds: number,
    ): string {
      const expiresIn = Math.min(lifetimeSeconds, visitorTokenLifetimeSeconds)
      const claims = { wsp: workspaceId, key: widgetKeyId, sit: siteId }
      return prefix + jwt.sign(claims, secrets[0]!, { algorithm: 'HS256', subject: visitorId, expiresIn, ...named })
    },

    /** The signature and the dates only: undefined for one that is forged or expired. */
    read(token: string): ReadVisitorToken | undefined {
      for (const secret of secrets) {
        try {
          const verified = jwt.verify(token.slice(prefix.length), secret, { algorithms: ['HS256'], ...named })
          const { sub: visitorId, wsp: workspaceId, key: widgetKeyId, sit: siteId, exp } = Claims.parse(verified)
          return { visitor: { kind: 'visitor', visitorId, workspaceId, widgetKeyId, siteId }, expiresAt: exp * 1_000 }
        } catch {
          // Perhaps another secret has signed it.
        }
      }
      return undefined
    },
  }
}

export type VisitorTokens = ReturnType<typeof createVisitorTokens>
