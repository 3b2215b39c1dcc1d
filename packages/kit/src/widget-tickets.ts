import jwt from 'jsonwebtoken'
import * as z from 'zod'
import type { VisitorTokenConfig } from './visitor-tokens.ts'

/** That a widget runs in a frame of ours, on a page of a site that its key allowed when the frame was answered. */
export interface WidgetTicket {
  workspaceId: string
  widgetKeyId: string
  /** The page's host, such as `shop.example`; null where the key allows any site and none was named. */
  host: string | null
}

/** A ticket is used by the frame as soon as it has loaded. */
export const widgetTicketSeconds = 300

const named = { issuer: 'parley', audience: 'widget-ticket' } as const
const Claims = z.object({ sub: z.guid(), wsp: z.guid(), hst: z.string().nullable() })

/** Issues and reads the tickets of widgets' frames: signed as visitors' tokens are, and good for nothing else. */
export function createWidgetTickets({ VISITOR_TOKEN_SECRETS: secrets }: VisitorTokenConfig) {
  return {
    issue: ({ workspaceId, widgetKeyId, host }: WidgetTicket): string =>
      jwt.sign({ wsp: workspaceId, hst: host }, secrets[0]!, {
        algorithm: 'HS256',
        subject: widgetKeyId,
        expiresIn: widgetTicketSeconds,
        ...named,
      }),

    /** Undefined for one that is forged or expired. */
    read(ticket: string): WidgetTicket | undefined {
      for (const secret of secrets) {
        try {
          const { sub, wsp, hst } = Claims.parse(jwt.verify(ticket, secret, { algorithms: ['HS256'], ...named }))
          return { workspaceId: wsp, widgetKeyId: sub, host: hst }
        } catch {
          // Perhaps another secret has signed it.
        }
      }
      return undefined
    },
  }
}

export type WidgetTickets = ReturnType<typeof createWidgetTickets>
