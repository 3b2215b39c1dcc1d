import * as z from 'zod'
import type { PlatformConfig } from '../config.ts'
import type { OAuthApp } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import { createCalls } from './calls.ts'
import type { DiscordCredentials } from './credentials.ts'

/** View Channels, Send Messages, … : as `docs/connect/discord.md` lists them. */
const permissions = '309774617664'

/** Of the answer to a code: the server that the bot was added to. */
const Granted = z.object({ guild: z.object({ id: z.string() }) })

/** Our application in Discord, as its bot is added to a server. */
export function oauth({
  DISCORD_API_URL: apiUrl,
  DISCORD_CLIENT_ID: client_id,
  DISCORD_CLIENT_SECRET: client_secret,
  DISCORD_BOT_TOKEN: botToken,
}: PlatformConfig): OAuthApp<DiscordCredentials> | undefined {
  if (!client_id || !client_secret || !botToken) return undefined
  return {
    authorizeUrl({ state, redirectUri }) {
      const url = new URL('../oauth2/authorize', apiUrl)
      url.search = new URLSearchParams({
        ...{ client_id, state, redirect_uri: redirectUri, permissions },
        // With `bot` alone Discord sends nobody back.
        ...{ response_type: 'code', scope: 'bot identify' },
      }).toString()
      return url
    },
    async exchange({ code, redirectUri: redirect_uri }, signal) {
      const grant = { grant_type: 'authorization_code', client_id, client_secret, code, redirect_uri }
      const answer = await createCalls(botToken, apiUrl)('post', '/oauth2/token', signal, {
        ...{ body: new URLSearchParams(grant), passThroughBody: true, auth: false },
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
      const { data } = Granted.safeParse(answer)
      if (!data) throw new PlatformError('rejected', 'The bot was added to no server.')
      return { botToken, guildId: data.guild.id, isGranted: true }
    },
  }
}
