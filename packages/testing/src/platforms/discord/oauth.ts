import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { answerJson, type ReceivedRequest } from '../../json-server.ts'
import type { DiscordGuild } from './guild.ts'

/** The application as Discord has registered it. */
export interface DiscordApp {
  botToken: string
  readonly clientId: string
  readonly clientSecret: string
  /** What interactions are signed with; its public half, in hex, is on the application’s page. */
  readonly publicKey: string
  readonly privateKey: KeyObject
  /** Consents that may still be exchanged, with where each sent its browser. */
  codes: Map<string, { scope: string; redirectUri: string }>
}

export function createDiscordApp(clientId: string): DiscordApp {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const { x } = publicKey.export({ format: 'jwk' })
  return {
    botToken: randomBytes(24).toString('base64url'),
    clientId,
    clientSecret: randomBytes(16).toString('hex'),
    publicKey: Buffer.from(x!, 'base64url').toString('hex'),
    privateKey,
    codes: new Map(),
  }
}

/** A person’s consent on the page that an application sends them to; where their browser is sent then. */
export function consent(app: DiscordApp, authorizeUrl: string, guildId: string): string {
  const wanted = Object.fromEntries(new URL(authorizeUrl).searchParams)
  if (wanted.client_id !== app.clientId || !wanted.redirect_uri)
    throw new Error('Discord shows: invalid OAuth2 request')
  const code = randomBytes(15).toString('base64url')
  app.codes.set(code, { scope: wanted.scope ?? '', redirectUri: wanted.redirect_uri })
  const back = new URL(wanted.redirect_uri)
  const given = { code, guild_id: guildId, permissions: wanted.permissions ?? '0', state: wanted.state ?? '' }
  for (const [name, value] of Object.entries(given)) back.searchParams.set(name, value)
  return back.href
}

/** `/oauth2/token` and `/oauth2/token/revoke`: forms, with the application’s secret. */
export function answerOAuth(
  path: string,
  { headers, body }: ReceivedRequest,
  response: ServerResponse,
  { app, guild }: { app: DiscordApp; guild: DiscordGuild },
): void {
  const form = Object.fromEntries(new URLSearchParams(body))
  const basic = `Basic ${Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')}`
  const isApp = form.client_id === app.clientId && form.client_secret === app.clientSecret
  const given = app.codes.get(form.code ?? '')
  if (headers.authorization !== basic && !isApp) answerJson(response, 401, { error: 'invalid_client' })
  else if (path === '/oauth2/token/revoke') answerJson(response, 200, {})
  else if (form.grant_type !== 'authorization_code' || !given || given.redirectUri !== form.redirect_uri)
    answerJson(response, 400, { error: 'invalid_grant', error_description: 'Invalid "code" in request.' })
  else {
    app.codes.delete(form.code!)
    const { guildId: id, guildName: name } = guild.installation
    answerJson(response, 200, {
      access_token: randomBytes(15).toString('base64url'),
      token_type: 'Bearer',
      expires_in: 604_800,
      refresh_token: randomBytes(15).toString('base64url'),
      scope: given.scope,
      guild: { id, name },
    })
  }
}

/** The headers that Discord signs an interaction with. */
export function signedInteraction(app: DiscordApp, body: string, at = Date.now()): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000))
  const signature = sign(null, Buffer.from(timestamp + body), app.privateKey)
  return {
    'content-type': 'application/json',
    'x-signature-timestamp': timestamp,
    'x-signature-ed25519': signature.toString('hex'),
  }
}
