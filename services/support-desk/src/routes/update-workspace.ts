import { updateTenantWorkspace } from '@parley/contracts/desk/workspace'
import { Metadata } from '@parley/contracts/fields'
import { invalid } from '@parley/kit/errors'
import { mergePatch } from '@parley/kit/merge-patch'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { getDesk, isKnownTimeZone, lockDesk, renameWorkspace, type Settings, updateDesk } from '../store/desks.ts'

export const updateWorkspaceRoute = ({ db, outbox, mailAddressOf }: Context) =>
  route(updateTenantWorkspace, async ({ body, caller, trace }) => {
    const { workspaceId } = caller
    const { name, companyName, settings: patch, ...change } = body
    if (body.timezone !== undefined && !(await isKnownTimeZone(db, body.timezone)))
      throw invalid('timezone', 'Is not known to the database.')
    const isRenamed = name !== undefined || companyName !== undefined
    const workspace = await transaction(db, async (tx) => {
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
