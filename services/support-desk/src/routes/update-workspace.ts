import { updateTenantWorkspace } from '@parley/contracts/desk/workspace'
import { Metadata } from '@parley/contracts/fields'
import { audited } from '@parley/kit/audit'
import { invalid } from '@parley/kit/errors'
import { mergePatch } from '@parley/kit/merge-patch'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { getDesk, isKnownTimeZone, lockDesk, renameWorkspace, type Settings, updateDesk } from '../store/desks.ts'

export const updateWorkspaceRoute = ({ db, outbox, mailAddressOf }: Context) =>
  route(updateTenantWorkspace, async (request) => {
    const { body, caller, trace } = request
    const { workspaceId } = caller
    const { name, companyName, settings: patch, ...change } = body
    if (body.timezone !== undefined && !(await isKnownTimeZone(db, body.timezone)))
      throw invalid('timezone', 'Is not known to the database.')
    const isRenamed = name !== undefined || companyName !== undefined
    const workspace = await audited(db, request, async (tx, entry) => {
      entry.target = workspaceId
      const settings = await lockDesk(tx, workspaceId)
      await updateDesk(tx, workspaceId, { ...change, ...(patch && { settings: merged(settings, patch) }) })
      if (isRenamed) await renameWorkspace(tx, workspaceId, { name, company_name: companyName }, trace)
      return getDesk(tx, workspaceId)
    })
    if (isRenamed) outbox.notify('gateway')
    return ok({ ...workspace, mailAddress: mailAddressOf(workspaceId) })
  })

function merged(settings: Settings, patch: object): Settings {
  const { data, error } = Metadata.safeParse(mergePatch(settings, patch))
  if (error) throw invalid('settings', error.issues[0]!.message)
  return data
}
