import { memberAdded } from '@parley/contracts/channels/events'
import type { EventEnvelope } from '@parley/contracts/event'
import { channelFeed } from '@parley/contracts/feeds'
import { downloadFile } from '@parley/contracts/messages/files'
import { createAvatarUrls } from '@parley/files/avatar-urls'
import { createUrlSigner } from '@parley/files/url-signer'
import { throughGateway } from '@parley/testing/shown-avatar'
import { expect, it } from 'vitest'
import { createSignForRoom } from '../../src/sockets/sign-for-room.ts'

it('an event shows a picture of another server through the gateway', () => {
  const config = { PUBLIC_URL: 'https://parley.example', FILE_URL_SECRET: ['a secret of this test'] }
  const signers = [{ feed: channelFeed, urls: createUrlSigner(config, downloadFile) }] as const
  const signForRoom = createSignForRoom(signers, createAvatarUrls(config), (type) =>
    type === memberAdded.type ? memberAdded : undefined,
  )
  const avatar_url = 'https://else.example/ada.png'
  const event = { type: memberAdded.type, workspace_id: 'w', data: { user_id: 'u', avatar_url } }
  signForRoom(event as unknown as EventEnvelope, undefined)
  expect(event.data.avatar_url).toEqual(throughGateway(avatar_url))
})
