import { createAvatarUrls, showAvatarsOfAnswers } from '@parley/files/avatar-urls'
import { createInternalService } from '@parley/kit/internal-service'
import { createReceipts } from '@parley/kit/receipts'
import { keepResealed } from '@parley/kit/resealing'
import { openRuntime } from '@parley/kit/runtime'
import { createSecretBox } from '@parley/kit/secret-box'
import type { Service } from '@parley/kit/service'
import { createServiceClient } from '@parley/kit/service-client'
import { createVisitorTokens } from '@parley/kit/visitor-tokens'
import { createWidgetTickets } from '@parley/kit/widget-tickets'
import { workAnalyses } from './ai/analysis.ts'
import { workAnswers } from './ai/answer-visitor.ts'
import { assignAutomatically } from './automatic-assignment.ts'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import { createDeskFiles, signDeskFiles } from './desk-files.ts'
import { sealedIdentitySecrets } from './domain/identity.ts'
import { openGeo } from './geo/geo.ts'
import { workEraseCopies } from './jobs/erase-copies.ts'
import { workForgetRemoved } from './jobs/forget-removed.ts'
import { workMailUnseen } from './jobs/mail-unseen.ts'
import { workPublishReleased } from './jobs/publish-released.ts'
import { workPurgeWorkspace } from './jobs/purge-workspace.ts'
import { type MailContext, mailSendingOf } from './mail/context.ts'
import { createMailIfUnseen } from './mail/mail-if-unseen.ts'
import { forgetOldMails } from './mail-forgetter.ts'
import { createOnlineAgents } from './online-agents.ts'
import { publishPresence } from './presence-publisher.ts'
import { foldReports } from './report-folder.ts'
import { actOnAgentConversationsRoute, actOnTenantConversationsRoute } from './routes/act-on-conversations.ts'
import { applyMacroRoute } from './routes/apply-macro.ts'
import { assignAgentConversationRoute, assignTenantConversationRoute } from './routes/assign-conversation.ts'
import { countAgentViewsRoute } from './routes/count-views.ts'
import { createAttributeRoute } from './routes/create-attribute.ts'
import { blockVisitorRoute, createBlockRoute } from './routes/create-block.ts'
import { createIdentitySecretRoute } from './routes/create-identity-secret.ts'
import { createLabelRoute } from './routes/create-label.ts'
import { createNoteRoute } from './routes/create-note.ts'
import { createCannedReplyRoute, createMacroRoute, createSavedViewRoute } from './routes/create-preset.ts'
import { createSiteRoute } from './routes/create-site.ts'
import { createTeamRoute } from './routes/create-team.ts'
import { createWidgetKeyRoute } from './routes/create-widget-key.ts'
import { deleteAttributeRoute } from './routes/delete-attribute.ts'
import { deleteBlockRoute, unblockVisitorRoute } from './routes/delete-block.ts'
import { deleteConversationRoute } from './routes/delete-conversation.ts'
import { deleteLabelRoute } from './routes/delete-label.ts'
import { deleteCannedReplyRoute, deleteMacroRoute, deleteSavedViewRoute } from './routes/delete-preset.ts'
import { deleteSiteRoute } from './routes/delete-site.ts'
import { deleteTeamRoute } from './routes/delete-team.ts'
import { deleteVisitorRoute } from './routes/delete-visitor.ts'
import { deleteWidgetKeyRoute } from './routes/delete-widget-key.ts'
import { getCannedReplyRoute } from './routes/get-canned-reply.ts'
import { getAgentConversationRoute, getTenantConversationRoute } from './routes/get-conversation.ts'
import { getErasureRoute } from './routes/get-erasure.ts'
import { getReceiptKeysRoute } from './routes/get-receipt-keys.ts'
import { downloadReportRoute, getReportRoute } from './routes/get-report.ts'
import { getSiteRoute } from './routes/get-site.ts'
import { getAgentVisitorRoute, getTenantVisitorRoute } from './routes/get-visitor.ts'
import { getWidgetConfigRoute } from './routes/get-widget-config.ts'
import { getWidgetDeskRoute } from './routes/get-widget-desk.ts'
import { getWorkspaceRoute } from './routes/get-workspace.ts'
import { listAgentAttributesRoute, listTenantAttributesRoute } from './routes/list-attributes.ts'
import { listBlocksRoute } from './routes/list-blocks.ts'
import { listAgentConversationsRoute, listTenantConversationsRoute } from './routes/list-conversations.ts'
import { listErasuresRoute } from './routes/list-erasures.ts'
import { listAgentLabelsRoute, listTenantLabelsRoute } from './routes/list-labels.ts'
import { listAgentMessagesRoute, listTenantMessagesRoute } from './routes/list-messages.ts'
import { listNotesRoute } from './routes/list-notes.ts'
import { listCannedRepliesRoute, listMacrosRoute, listSavedViewsRoute } from './routes/list-presets.ts'
import { listSitesRoute } from './routes/list-sites.ts'
import { listAgentTeamsRoute, listTenantTeamsRoute } from './routes/list-teams.ts'
import { listAgentVisitorsRoute, listTenantVisitorsRoute } from './routes/list-visitors.ts'
import { listWidgetConversationsRoute } from './routes/list-widget-conversations.ts'
import { listWidgetKeysRoute } from './routes/list-widget-keys.ts'
import { listWidgetMessagesRoute } from './routes/list-widget-messages.ts'
import { mailTranscriptRoute } from './routes/mail-transcript.ts'
import { markAgentConversationReadRoute, markTenantConversationReadRoute } from './routes/mark-conversation-read.ts'
import { mergeAgentConversationRoute, mergeTenantConversationRoute } from './routes/merge-conversations.ts'
import { rateInWidgetRoute } from './routes/rate-in-widget.ts'
import { readInWidgetRoute } from './routes/read-in-widget.ts'
import { receiveMailRoute } from './routes/receive-mail.ts'
import { resolveAgentConversationRoute, resolveTenantConversationRoute } from './routes/resolve-conversation.ts'
import { retryErasureRoute } from './routes/retry-erasure.ts'
import { sendAgentMessageRoute } from './routes/send-agent-message.ts'
import { sendWidgetMessageRoute } from './routes/send-widget-message.ts'
import { startWidgetSessionRoute } from './routes/start-widget-session.ts'
import { suggestAgentReplyRoute } from './routes/suggest-agent-reply.ts'
import { summarizeAgentConversationRoute } from './routes/summarize-agent-conversation.ts'
import { typeInWidgetRoute, typeToVisitorRoute } from './routes/type-in-conversation.ts'
import { showUnsubscribingRoute, unsubscribeRoute } from './routes/unsubscribe.ts'
import { updateAttributeRoute } from './routes/update-attribute.ts'
import { updateAvailabilityRoute } from './routes/update-availability.ts'
import { updateAgentConversationRoute, updateTenantConversationRoute } from './routes/update-conversation.ts'
import { updateConversationStatusRoute } from './routes/update-conversation-status.ts'
import { updateLabelRoute } from './routes/update-label.ts'
import { updateCannedReplyRoute, updateMacroRoute, updateSavedViewRoute } from './routes/update-preset.ts'
import { updateSiteRoute } from './routes/update-site.ts'
import { updateTeamRoute } from './routes/update-team.ts'
import { updateTenantAgentRoute } from './routes/update-tenant-agent.ts'
import { updateAgentVisitorRoute, updateTenantVisitorRoute } from './routes/update-visitor.ts'
import { updateWidgetKeyRoute } from './routes/update-widget-key.ts'
import { updateWidgetVisitorRoute } from './routes/update-widget-visitor.ts'
import { updateWorkspaceRoute } from './routes/update-workspace.ts'
import { visitWidgetPageRoute } from './routes/visit-widget-page.ts'
import type { DB } from './schema.ts'
import { indexConversations } from './search-indexer.ts'
import { watchSlas } from './sla-watcher.ts'
import { wakeSnoozed } from './snooze-waker.ts'
import { createVisitorLimits } from './visitor-limits.ts'

/** What AI writes may take longer than other calls. */
const writingMs = 55_000
const mailRoutes = [receiveMailRoute, showUnsubscribingRoute, unsubscribeRoute, mailTranscriptRoute]

/** The support-desk service: listens, and answers the gateway. */
export function createService(config: Config): Service {
  const placeOf = openGeo(config.GEOIP_DB)
  const runtime = openRuntime<DB>('support-desk', config)
  const files = createDeskFiles(runtime, config)
  const chatEngine = config.DESK_AI
    ? createServiceClient<'chat-engine'>('support-desk', {
        signingKey: config.INTERNAL_SIGNING_KEY,
        urls: { 'chat-engine': config.CHAT_ENGINE_URL },
        timeoutMs: writingMs,
      })
    : undefined
  const onlineAgents = createOnlineAgents(runtime)
  const mail: MailContext = { ...runtime, config, files, onlineAgents, ...mailSendingOf(config) }
  const context: Context = {
    ...runtime,
    placeOf,
    files,
    secrets: createSecretBox(config),
    visitorTokens: createVisitorTokens(config),
    tickets: createWidgetTickets(config),
    receipts: createReceipts(config),
    publicOrigin: new URL(config.PUBLIC_URL).origin,
    onlineAgents,
    visitorLimits: createVisitorLimits(runtime, config),
    chatEngine,
    mailIfUnseen: createMailIfUnseen(config),
    mailAddressOf: (workspaceId) => (mail.takesReplies ? mail.addresses.ofDesk(workspaceId) : null),
  }
  keepResealed(runtime, context.secrets, [sealedIdentitySecrets])
  indexConversations(runtime)
  wakeSnoozed(runtime)
  watchSlas(runtime)
  foldReports(runtime)
  publishPresence(runtime)
  workPublishReleased(runtime)
  workAnalyses({ ...runtime, chatEngine })
  workAnswers({ ...runtime, chatEngine })
  workMailUnseen(mail)
  forgetOldMails(runtime)
  workEraseCopies({ ...runtime, files })
  workForgetRemoved(runtime)
  workPurgeWorkspace(runtime, files)
  assignAutomatically(runtime, onlineAgents)
  const routes = [
    getReportRoute,
    downloadReportRoute,
    getWorkspaceRoute,
    updateWorkspaceRoute,
    listWidgetKeysRoute,
    createWidgetKeyRoute,
    updateWidgetKeyRoute,
    deleteWidgetKeyRoute,
    listSitesRoute,
    createSiteRoute,
    getSiteRoute,
    updateSiteRoute,
    deleteSiteRoute,
    listTenantVisitorsRoute,
    getTenantVisitorRoute,
    updateTenantVisitorRoute,
    deleteVisitorRoute,
    listAgentVisitorsRoute,
    getAgentVisitorRoute,
    updateAgentVisitorRoute,
    listTenantConversationsRoute,
    getTenantConversationRoute,
    listAgentConversationsRoute,
    getAgentConversationRoute,
    listTenantAttributesRoute,
    listAgentAttributesRoute,
    createAttributeRoute,
    updateAttributeRoute,
    deleteAttributeRoute,
    listTenantLabelsRoute,
    listAgentLabelsRoute,
    createLabelRoute,
    updateLabelRoute,
    deleteLabelRoute,
    listTenantTeamsRoute,
    listAgentTeamsRoute,
    createTeamRoute,
    updateTeamRoute,
    deleteTeamRoute,
    listCannedRepliesRoute,
    createCannedReplyRoute,
    updateCannedReplyRoute,
    deleteCannedReplyRoute,
    getCannedReplyRoute,
    listMacrosRoute,
    createMacroRoute,
    updateMacroRoute,
    deleteMacroRoute,
    applyMacroRoute,
    listSavedViewsRoute,
    countAgentViewsRoute,
    createSavedViewRoute,
    updateSavedViewRoute,
    deleteSavedViewRoute,
    updateTenantConversationRoute,
    updateAgentConversationRoute,
    mergeTenantConversationRoute,
    mergeAgentConversationRoute,
    actOnTenantConversationsRoute,
    actOnAgentConversationsRoute,
    updateAvailabilityRoute,
    updateTenantAgentRoute,
    resolveTenantConversationRoute,
    resolveAgentConversationRoute,
    markTenantConversationReadRoute,
    markAgentConversationReadRoute,
    updateConversationStatusRoute,
    assignTenantConversationRoute,
    assignAgentConversationRoute,
    deleteConversationRoute,
    listBlocksRoute,
    createBlockRoute,
    deleteBlockRoute,
    blockVisitorRoute,
    unblockVisitorRoute,
    listErasuresRoute,
    getErasureRoute,
    retryErasureRoute,
    getReceiptKeysRoute,
    sendAgentMessageRoute,
    listAgentMessagesRoute,
    listTenantMessagesRoute,
    createNoteRoute,
    listNotesRoute,
    suggestAgentReplyRoute,
    summarizeAgentConversationRoute,
    createIdentitySecretRoute,
    startWidgetSessionRoute,
    getWidgetConfigRoute,
    getWidgetDeskRoute,
    visitWidgetPageRoute,
    updateWidgetVisitorRoute,
    listWidgetConversationsRoute,
    listWidgetMessagesRoute,
    sendWidgetMessageRoute,
    readInWidgetRoute,
    rateInWidgetRoute,
    typeInWidgetRoute,
    typeToVisitorRoute,
  ].map((routeOf) => routeOf(context))
  const showAvatars = showAvatarsOfAnswers(createAvatarUrls(config))
  return createInternalService(
    'support-desk',
    runtime,
    [...routes, ...mailRoutes.map((routeOf) => routeOf(mail)), files.downloadRoute()],
    signDeskFiles(files.urls),
    showAvatars,
  )
}
