import type { Route } from '@parley/kit/route'
import type { RateLimiter } from '../admission/rate-limiter.ts'
import { downloadAuditLogRoute } from '../audit/routes/download-audit-log.ts'
import { listAuditLogRoute } from '../audit/routes/list-audit-log.ts'
import type { GatewayContext } from '../context.ts'
import { deleteWorkspaceRoute } from '../workspace-deletion/routes/delete-workspace.ts'
import { workspaceReceiptRoutes } from '../workspace-deletion/routes/get-workspace-deletion.ts'
import { restoreWorkspaceRoute } from '../workspace-deletion/routes/restore-workspace.ts'
import type { Passwords } from './domain/passwords.ts'
import { createSessionCookie } from './domain/session-cookie.ts'
import { acceptInvitationRoute } from './routes/accept-invitation.ts'
import { acceptInviteRoute } from './routes/accept-invite.ts'
import { deactivateTenantAgentRoute, reactivateTenantAgentRoute } from './routes/change-tenant-agent.ts'
import { createApiKeyRoute } from './routes/create-api-key.ts'
import { createAgentPushSubscriptionRoute, createPushSubscriptionRoute } from './routes/create-push-subscription.ts'
import { createWorkspaceRoute } from './routes/create-workspace.ts'
import { declineInvitationRoute } from './routes/decline-invitation.ts'
import { deleteApiKeyRoute } from './routes/delete-api-key.ts'
import { deleteBrowserSessionRoute } from './routes/delete-browser-session.ts'
import { deleteInvitationRoute } from './routes/delete-invitation.ts'
import { deletePushSubscriptionRoute } from './routes/delete-push-subscription.ts'
import { deleteSessionRoute } from './routes/delete-session.ts'
import { forgotPasswordRoute } from './routes/forgot-password.ts'
import { getAgentProfileRoute } from './routes/get-agent-profile.ts'
import { getAvatarRoute } from './routes/get-avatar.ts'
import { getForeignAvatarRoute } from './routes/get-foreign-avatar.ts'
import { getMeRoute } from './routes/get-me.ts'
import { getPreferencesRoute } from './routes/get-preferences.ts'
import { getServerRoute } from './routes/get-server.ts'
import { getWorkspaceRoute } from './routes/get-workspace.ts'
import { inviteTenantAgentRoute } from './routes/invite-tenant-agent.ts'
import { inviteWorkspaceMemberRoute } from './routes/invite-workspace-member.ts'
import { issueBrowserTokenRoute } from './routes/issue-browser-token.ts'
import { listFellowAgentsRoute, listTenantAgentsRoute } from './routes/list-agents.ts'
import { listApiKeysRoute } from './routes/list-api-keys.ts'
import { listOwnInvitationsRoute } from './routes/list-own-invitations.ts'
import { listPushSubscriptionsRoute } from './routes/list-push-subscriptions.ts'
import { listSessionsRoute } from './routes/list-sessions.ts'
import { listUsersRoute } from './routes/list-users.ts'
import { listWorkspaceInvitationsRoute } from './routes/list-workspace-invitations.ts'
import { listWorkspaceMembersRoute } from './routes/list-workspace-members.ts'
import { listWorkspacesRoute } from './routes/list-workspaces.ts'
import { loginRoute } from './routes/login.ts'
import { logoutRoute } from './routes/logout.ts'
import { openBrowserSessionRoute } from './routes/open-browser-session.ts'
import { openBrowserSessionByLinkRoute } from './routes/open-browser-session-by-link.ts'
import { refreshRoute } from './routes/refresh.ts'
import { registerRoute } from './routes/register.ts'
import { removeWorkspaceMemberRoute } from './routes/remove-workspace-member.ts'
import { resendInvitationRoute } from './routes/resend-invitation.ts'
import { resendVerificationRoute } from './routes/resend-verification.ts'
import { resetPasswordRoute } from './routes/reset-password.ts'
import { showInviteRoute } from './routes/show-invite.ts'
import { switchWorkspaceRoute } from './routes/switch-workspace.ts'
import { updateMeRoute } from './routes/update-me.ts'
import { updatePreferencesRoute } from './routes/update-preferences.ts'
import { updateWorkspaceRoute } from './routes/update-workspace.ts'
import { updateWorkspaceMemberRoute } from './routes/update-workspace-member.ts'
import { uploadAvatarRoute } from './routes/upload-avatar.ts'
import { verifyEmailRoute } from './routes/verify-email.ts'

/** Everything that the gateway itself answers about people, workspaces and keys. */
export function identityRoutes(ctx: GatewayContext, passwords: Passwords, rateLimiter: RateLimiter): Route[] {
  const cookies = createSessionCookie(ctx.config.PUBLIC_URL)
  return [
    registerRoute(ctx, passwords),
    loginRoute(ctx, passwords),
    getMeRoute(ctx),
    updateMeRoute(ctx, passwords, rateLimiter),
    logoutRoute(ctx),
    refreshRoute(ctx),
    switchWorkspaceRoute(ctx),
    listSessionsRoute(ctx),
    deleteSessionRoute(ctx),
    openBrowserSessionRoute(ctx, passwords, cookies),
    openBrowserSessionByLinkRoute(ctx, cookies),
    issueBrowserTokenRoute(ctx, cookies),
    deleteBrowserSessionRoute(ctx, cookies),
    forgotPasswordRoute(ctx),
    resetPasswordRoute(ctx, passwords),
    showInviteRoute(ctx),
    acceptInviteRoute(ctx, passwords),
    verifyEmailRoute(ctx, passwords),
    resendVerificationRoute(ctx),
    listUsersRoute(ctx),
    getPreferencesRoute(ctx),
    updatePreferencesRoute(ctx),
    listPushSubscriptionsRoute(ctx),
    createPushSubscriptionRoute(ctx),
    createAgentPushSubscriptionRoute(ctx),
    deletePushSubscriptionRoute(ctx),
    uploadAvatarRoute(ctx),
    getAvatarRoute(ctx),
    getForeignAvatarRoute(ctx),
    getServerRoute(ctx),
    listOwnInvitationsRoute(ctx),
    acceptInvitationRoute(ctx),
    declineInvitationRoute(ctx),
    listWorkspaceInvitationsRoute(ctx),
    resendInvitationRoute(ctx),
    deleteInvitationRoute(ctx),
    listWorkspacesRoute(ctx),
    createWorkspaceRoute(ctx),
    getWorkspaceRoute(ctx),
    updateWorkspaceRoute(ctx),
    deleteWorkspaceRoute(ctx, passwords, rateLimiter),
    restoreWorkspaceRoute(ctx),
    ...workspaceReceiptRoutes(ctx),
    listWorkspaceMembersRoute(ctx),
    inviteWorkspaceMemberRoute(ctx),
    updateWorkspaceMemberRoute(ctx),
    removeWorkspaceMemberRoute(ctx),
    getAgentProfileRoute(ctx),
    listFellowAgentsRoute(ctx),
    listTenantAgentsRoute(ctx),
    inviteTenantAgentRoute(ctx),
    deactivateTenantAgentRoute(ctx),
    reactivateTenantAgentRoute(ctx),
    listApiKeysRoute(ctx),
    createApiKeyRoute(ctx, passwords, rateLimiter),
    deleteApiKeyRoute(ctx),
    listAuditLogRoute(ctx),
    downloadAuditLogRoute(ctx),
  ]
}
