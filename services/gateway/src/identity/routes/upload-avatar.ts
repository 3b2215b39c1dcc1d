import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { avatarPixels, uploadAvatar } from '@parley/contracts/identity/avatars'
import { createPictures } from '@parley/files/pictures'
import { invalid } from '@parley/kit/errors'
import type { IncomingFile } from '@parley/kit/form'
import { claimed, findStoredAnswer, transact } from '@parley/kit/idempotency'
import { ok, uploadRoute } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../answers.ts'
import { putAvatar } from '../store/avatars.ts'

export const uploadAvatarRoute = ({ db, config, log, metrics }: GatewayContext) => {
  const pictures = createPictures(log, metrics)
  const urlOf = (id: string) => `${config.PUBLIC_URL}/api/v2/avatars/${id}`

  async function squareOf(files: AsyncIterable<IncomingFile>, path: string, person: string) {
    for await (const { content } of files) await pipeline(content, createWriteStream(path))
    const square = await pictures.square(path, avatarPixels, { person })
    return square && readFile(square.path)
  }

  return uploadRoute(uploadAvatar, async (request) => {
    const { caller, withinShare } = request
    return claimed(db, request, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'parley-avatar-'))
      try {
        const content = await squareOf(request.files, join(folder, 'picture'), caller.userId)
        request.fields()
        const digested = request.digested()
        const earlier = await withinShare(() => findStoredAnswer(db, digested))
        if (earlier) return earlier
        if (!content) throw invalid('avatar', 'Must be a picture: PNG, JPEG, GIF, WebP, AVIF or TIFF.')
        return await withinShare(() =>
          transact(db, digested, async (tx) => {
            const avatar_url = await putAvatar(tx, { userId: caller.userId, content, urlOf })
            return ok(succeeded({ avatar_url }))
          }),
        )
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    })
  })
}
