import { getAvatar } from '@parley/contracts/identity/avatars'
import { ServiceError } from '@parley/kit/errors'
import { route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { findAvatar } from '../store/avatars.ts'

export const getAvatarRoute = ({ db }: GatewayContext) =>
  route(getAvatar, async ({ params: { id } }) => {
    const text = await findAvatar(db, id)
    if (!text) throw new ServiceError('not_found', 'No such picture.')
    return {
      type: 'image/webp',
      text,
      etag: `"${id}"`,
      headers: {
        'Content-Disposition': 'inline; filename="avatar.webp"',
        'Cache-Control': 'public, max-age=31536000, immutable',
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'Cross-Origin-Resource-Policy': 'cross-origin',
      },
    }
  })
