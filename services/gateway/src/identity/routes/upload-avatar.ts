import { readFile } from 'node:fs/promises'
import { avatarPixels, uploadAvatar } from '@parley/contracts/identity/avatars'
import { createPictures } from '@parley/files/pictures'
import { spool } from '@parley/files/spool'
import { invalid } from '@parley/kit/errors'
import type { IncomingFile } from '@parley/kit/form'
import { claimed, findStoredAnswer, transact } from '@parley/kit/idempotency'
import { ok, uploadRoute } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../answers.ts'
import { openPictureSpool } from '../picture-spool.ts'
import { putAvatar } from '../store/avatars.ts'

export const uploadAvatarRoute = (ctx: GatewayContext) => {
  const { db, config, log, metrics } = ctx
  const pictures = createPictures(log, metrics)
  const uploads = openPictureSpool(ctx)
  const urlOf = (id: string) => `${config.PUBLIC_URL}/api/v2/avatars/${id}`

  async function squareOf(files: AsyncIterable<IncomingFile>, folder: string, person: string) {
    let path: string | undefined
    for await (const file of files) path = (await spool(file, folder)).path
    const square = path === undefined ? undefined : await pictures.square(path, avatarPixels, { person })
    return square && readFile(square.path)
  }

  return uploadRoute(uploadAvatar, async (request) => {
    const { caller, ip, withinShare } = request
    const { userId, workspaceId } = caller
    const holders = { person: userId, workspace: workspaceId, ip }
    return claimed(db, request, () =>
      uploads.within(holders, async (folder) => {
        const content = await squareOf(request.files, folder, userId)
        request.fields()
        const digested = request.digested()
        const earlier = await withinShare(() => findStoredAnswer(db, digested))
        if (earlier) return earlier
        if (!content) throw invalid('avatar', 'Must be a picture: PNG, JPEG, GIF, WebP, AVIF or TIFF.')
        return await withinShare(() =>
          transact(db, digested, async (tx) => {
            const avatar_url = await putAvatar(tx, { userId, content, urlOf })
            return ok(succeeded({ avatar_url }))
          }),
        )
      }),
    )
  })
}
