import { sendMail } from '@parley/contracts/identity/jobs'
import { insertJob } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { GatewayContext } from '../context.ts'
import type { Db } from '../db.ts'
import { invitationMail } from '../mail/mails.ts'
import type { Membership } from './domain/roles.ts'
import { hashSecret, newSecret } from './domain/secrets.ts'
import { reserveInvitationMail, upsertInvitation, type WorkspaceInvitationRow } from './store/invitations.ts'
import { getWorkspace } from './store/workspaces.ts'

/**
 * Invites an address into a workspace and mails it the link. Call with the workspace's roster locked.
 *
 * @param invited `by` is who invites, by whose name the mail names them
 * @throws ServiceError 429 where the address has had its five mails within the hour
 */
export async function inviteByMail(
  tx: Db,
  { config }: Pick<GatewayContext, 'config'>,
  invited: Membership & {
    workspaceId: string
    email: string
    name: string | undefined
    by: { user_id: string; name: string }
  },
  trace: Trace,
): Promise<WorkspaceInvitationRow> {
  const { workspaceId, by, ...given } = invited
  const token = newSecret()
  const row = { ...given, invitedBy: by.user_id, tokenHash: hashSecret(token) }
  const invitation = await upsertInvitation(tx, workspaceId, row)
  await reserveInvitationMail(tx, workspaceId, row)
  const { name: workspace } = await getWorkspace(tx, workspaceId, by.user_id)
  const mail = { to: given.email, inviter: by.name, workspace, publicUrl: config.PUBLIC_URL, token }
  await insertJob(tx, sendMail, invitationMail(mail), trace)
  return invitation
}
