import { keptPage, sessionMessages, startWidgetSession } from '@parley/contracts/desk/widget'
import { deviceOf } from '@parley/kit/device'
import { transaction } from '@parley/kit/outbox'
import { applyVisitorRevocation } from '@parley/kit/revocations'
import { ok, type Request, route } from '@parley/kit/route'
import { visitorTokenLifetimeSeconds } from '@parley/kit/visitor-tokens'
import type { Context, Db } from '../context.ts'
import { claimedAttributes } from '../domain/attribute-values.ts'
import { hoursOf } from '../domain/business-hours.ts'
import { identitySecretOf, requireProof } from '../domain/identity.ts'
import { noSuchVisitor } from '../domain/refusals.ts'
import { widgetWorkspaceOf } from '../domain/widget-workspace.ts'
import { mergeVisitors } from '../merging-visitors.ts'
import { listAttributes } from '../store/attributes.ts'
import { findVisitorConversation } from '../store/conversations.ts'
import { findIdentitySecret, getDesk } from '../store/desks.ts'
import { listMessages } from '../store/messages.ts'
import { readQueuePosition } from '../store/queue.ts'
import { publishVisitor } from '../store/visitor-events.ts'
import {
  type Arrival,
  type Arrived,
  findArrived,
  findWidgetVisitor,
  insertVisitor,
  lockExternalId,
  lockVisitorRow,
  resumeVisit,
  type VisitorRow,
} from '../store/visits.ts'
import { noteUse, type WidgetSite } from '../store/widget-keys.ts'
import { admitWidget, refuseBlocked } from '../widget-admission.ts'

type SessionRequest = Request<typeof startWidgetSession>

export const startWidgetSessionRoute = (ctx: Context) =>
  route(startWidgetSession, async (request) => {
    const { db, files, visitorTokens, onlineAgents } = ctx
    const site = await admitWidget(ctx, request.body, request.origin)
    const { workspaceId } = site
    const desk = await getDesk(db, workspaceId)
    const arrival = await arrivalOf(ctx, request, site)
    const visitorId = await arrive(ctx, request, site, arrival)
    await noteUse(db, site)
    const visitor = await findWidgetVisitor(db, workspaceId, visitorId)
    if (!visitor) throw noSuchVisitor()
    const conversation = await findVisitorConversation(db, workspaceId, visitorId)
    const messages = conversation
      ? await listMessages(
          db,
          { workspaceId, id: conversation.id },
          { beforeSeq: conversation.seq + 1, limit: sessionMessages },
        )
      : []
    const sign = files.urls.forReader(workspaceId, { kind: 'visitor', id: visitorId })
    return ok({
      visitorToken: visitorTokens.issue({ ...site, visitorId }, visitorTokenLifetimeSeconds),
      expiresIn: visitorTokenLifetimeSeconds,
      visitor,
      workspace: widgetWorkspaceOf(desk),
      conversation: conversation ?? null,
      queuePosition: conversation ? await readQueuePosition(db, { workspaceId, id: conversation.id }) : null,
      // Nobody is known to be the caller, for whom answers are signed.
      messages: messages.map((message) => ({ ...message, attachments: message.attachments.map(sign) })),
      agentsOnline: await onlineAgents.count(workspaceId),
      hours: hoursOf(desk).stateAt(new Date()),
    })
  })

/** @throws ServiceError 403 where `hash` does not prove the `externalId` */
async function arrivalOf({ db, secrets, placeOf }: Context, { body, ip, userAgent }: SessionRequest, site: WidgetSite) {
  const { workspaceId, siteId } = site
  const { name, email, phone, externalId, hash, attributes } = body.user ?? {}
  const arrival: Arrival = {
    ...{
      workspaceId,
      siteId,
      from: { ip, ...placeOf(ip) },
      browser: deviceOf(userAgent ?? null),
      page: body.page ? keptPage(body.page) : undefined,
      language: body.language,
    },
    // What a page leaves empty of a person is not known to be so.
    ...{ name: name ?? undefined, email: email ?? undefined, phone: phone ?? undefined },
    ...(attributes && { attributes: claimedAttributes(await listAttributes(db, workspaceId), attributes) }),
  }
  if (externalId == null) return arrival
  if (hash == null) return { ...arrival, claimedExternalId: externalId }
  const sealed = await findIdentitySecret(db, workspaceId)
  requireProof(sealed && secrets.open(sealed, identitySecretOf(workspaceId)), externalId, hash)
  return { ...arrival, externalId }
}

/** The visitor who has arrived: one whom an earlier session or the site knows, or a new one. */
async function arrive(ctx: Context, { body, ip, trace }: SessionRequest, site: WidgetSite, arrival: Arrival) {
  const { db, visitorLimits } = ctx
  const { workspaceId } = site
  const session = sessionOf(ctx, site, body.visitorToken)
  const known = (await findArrived(db, arrival, session)).visitorId
  if (known === undefined && body.isResumption) throw noSuchVisitor()
  await refuseBlocked(db, workspaceId, { visitorId: known, ip, email: arrival.email })
  if (known === undefined) await visitorLimits.countNewVisitor(site.widgetKeyId)
  const now = new Date()
  const { id, mergedId } = await transaction(db, async (tx) => {
    if (arrival.externalId !== undefined) await lockExternalId(tx, workspaceId, arrival.externalId)
    const { visitor, anonymous } = await lockArrived(tx, workspaceId, await findArrived(tx, arrival, session))
    const merged = visitor && anonymous && (await mergeVisitors(tx, anonymous, visitor, trace))
    if (!visitor && body.isResumption) throw noSuchVisitor()
    if (visitor) await resumeVisit(tx, merged ?? visitor, arrival, now)
    const id = visitor?.id ?? (await insertVisitor(tx, arrival, now))
    await publishVisitor(tx, workspaceId, id, trace)
    return { id, mergedId: merged && anonymous.id }
  })
  if (mergedId !== undefined) await applyVisitorRevocation(ctx, { workspaceId, visitorId: mergedId })
  return id
}

/** Locks who arrives, and as whom they were here before, in the order of their ids. */
async function lockArrived(tx: Db, workspaceId: string, { visitorId, anonymousId }: Arrived) {
  const locked = new Map<string, VisitorRow | undefined>()
  for (const id of [visitorId, anonymousId].filter((each) => each !== undefined).sort())
    locked.set(id, await lockVisitorRow(tx, workspaceId, id, { isToDelete: id === anonymousId }))
  return { visitor: locked.get(visitorId ?? ''), anonymous: locked.get(anonymousId ?? '') }
}

/** The visitor of an earlier session of the same site; a token of another one is as none. */
function sessionOf(
  { visitorTokens }: Context,
  { workspaceId, siteId }: WidgetSite,
  token: string | null | undefined,
): string | undefined {
  const visitor = token ? visitorTokens.read(token)?.visitor : undefined
  return visitor?.workspaceId === workspaceId && visitor.siteId === siteId ? visitor.visitorId : undefined
}
