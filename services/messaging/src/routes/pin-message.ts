import { pinChannelMessage, pinMessage, unpinChannelMessage } from '@parley/contracts/messages/pins'
import { route, writesToChannel } from '@parley/kit/route'
import { writesToChannelOfMessage } from '../channel-share.ts'
import type { Context } from '../context.ts'
import { pin } from '../pinning.ts'

export const pinMessageRoute = (context: Context) =>
  route(pinMessage, writesToChannelOfMessage(context), (request) => {
    const { params, body } = request
    return pin(context, request, { id: params.id, isPinned: true, userId: body.user_id }, (data) => ({
      success: true as const,
      data,
      meta: {},
    }))
  })

export const pinChannelMessageRoute = (context: Context) =>
  route(pinChannelMessage, writesToChannel, (request) => {
    const { id: channelId, messageId: id } = request.params
    return pin(context, request, { id, channelId, isPinned: true }, (message) => ({ success: true as const, message }))
  })

export const unpinChannelMessageRoute = (context: Context) =>
  route(unpinChannelMessage, writesToChannel, (request) => {
    const { id: channelId, messageId: id } = request.params
    return pin(context, request, { id, channelId, isPinned: false }, (message) => ({ success: true as const, message }))
  })
