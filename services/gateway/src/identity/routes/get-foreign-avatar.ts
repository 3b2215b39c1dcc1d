import { getForeignAvatar } from '@parley/contracts/identity/avatars'
import { createAvatarUrls } from '@parley/files/avatar-urls'
import { ServiceError } from '@parley/kit/errors'
import { slowRoute } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { createForeignAvatars } from '../foreign-avatars.ts'

export const getForeignAvatarRoute = (ctx: GatewayContext) => {
  const urls = createAvatarUrls(ctx.config)
  const avatars = createForeignAvatars(ctx)
  return slowRoute(getForeignAvatar, async ({ params: { signature }, query: { url }, ip, withinShare }) => {
    if (!urls.isSigned(url, signature)) throw new ServiceError('not_found', 'No such picture.')
    const text = await avatars.find(new URL(url), { ip, withinShare })
    if (!text) throw new ServiceError('not_found', 'No such picture.')
    return {
      type: 'image/webp',
      text,
      headers: {
        'Content-Disposition': 'inline; filename="avatar.webp"',
        'Cache-Control': 'public, max-age=86400',
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'Cross-Origin-Resource-Policy': 'cross-origin',
      },
    }
  })
}
