import { allowsHost } from '@parley/contracts/desk/allowed-host'
import { ServiceError } from '@parley/kit/errors'
import type { Context } from './context.ts'
import { blocked } from './domain/blocked.ts'
import { hashOfKey } from './domain/plain-key.ts'
import { isBlocked } from './store/blocks.ts'
import { findActiveKey, type WidgetSite } from './store/widget-keys.ts'

/**
 * The site that a widget starts on: its key is active and allows the page, or has done so when it gave the visitor's token.
 *
 * @param origin the header `Origin`, as the page's browser has sent it
 * @throws ServiceError 403 otherwise
 */
export async function admitWidget(
  { db, tickets, visitorTokens, publicOrigin }: Pick<Context, 'db' | 'tickets' | 'visitorTokens' | 'publicOrigin'>,
  {
    apiKey,
    ticket,
    visitorToken,
  }: { apiKey: string; ticket?: string | undefined; visitorToken?: string | null | undefined },
  origin: string | undefined,
): Promise<WidgetSite> {
  const site = await findActiveKey(db, hashOfKey(apiKey))
  if (!site) throw new ServiceError('forbidden', 'This widget key is unknown or inactive.')
  const host = hostOf(origin, publicOrigin) ?? ticketHost()
  const isAllowed = host === undefined ? site.domains.length === 0 || hasOwnToken() : allowsHost(site.domains, host)
  if (!isAllowed) throw new ServiceError('forbidden', 'This widget key is not for this site.')
  return site

  function ticketHost(): string | undefined {
    const read = ticket === undefined ? undefined : tickets.read(ticket)
    if (read?.workspaceId !== site!.workspaceId || read.widgetKeyId !== site!.widgetKeyId) return undefined
    return read.host ?? undefined
  }

  function hasOwnToken(): boolean {
    const visitor = visitorToken ? visitorTokens.read(visitorToken)?.visitor : undefined
    return visitor?.workspaceId === site!.workspaceId && visitor.widgetKeyId === site!.widgetKeyId
  }
}

/**
 * Refuses whom the workspace has blocked, as far as is known who arrives.
 *
 * @throws ServiceError 403
 */
export async function refuseBlocked(
  db: Context['db'],
  workspaceId: string,
  who: Parameters<typeof isBlocked>[2],
): Promise<void> {
  if (await isBlocked(db, workspaceId, who)) throw blocked()
}

/** The host of a page that says where it is: a frame of ours, and one that is sandboxed, do not. */
function hostOf(origin: string | undefined, publicOrigin: string): string | undefined {
  if (origin === undefined || origin === 'null' || origin === publicOrigin) return undefined
  return URL.parse(origin)?.hostname ?? ''
}
