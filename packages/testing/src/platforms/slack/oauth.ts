import { randomBytes } from 'node:crypto'
import type { SlackArgs, SlackToken } from './call.ts'
import { SlackRefusal, type SlackWorkspace } from './workspace.ts'

/** The app as Slack has registered it. */
export interface OAuthApp {
  readonly clientId: string
  readonly clientSecret: string
  readonly signingSecret: string
  isInstalled: boolean
  /** Token rotation is on: seconds until a token ends. */
  expiresIn: number | undefined
  /** What refresh tokens, each good once, still renew. */
  refreshTokens: Map<string, { scopes: string[]; token: string }>
  /** Those that were renewed, and still are good until they end. */
  previous: string[]
  /** What consents may still be exchanged for. */
  codes: Map<string, { scopes: string[]; redirectUri: string | undefined }>
}

/** A person’s consent on the page that an app sends them to; where their browser is sent then. */
export function consent(app: OAuthApp, authorizeUrl: string): string {
  const { searchParams } = new URL(authorizeUrl)
  const wanted = Object.fromEntries(searchParams)
  if (wanted.client_id !== app.clientId) throw new Error('Slack shows: invalid_client_id')
  const redirectUri = wanted.redirect_uri
  if (!redirectUri) throw new Error('Slack shows: redirect_uri is missing')
  const code = randomBytes(12).toString('hex')
  app.codes.set(code, { scopes: (wanted.scope ?? '').split(',').filter(Boolean), redirectUri })
  const back = new URL(redirectUri)
  back.searchParams.set('code', code)
  back.searchParams.set('state', wanted.state ?? '')
  return back.href
}

/** `oauth.v2.access`: exchanges a code, or a refresh token, for a bot’s token, once. */
export function redeem(
  app: OAuthApp,
  args: SlackArgs,
  authorization: string | undefined,
  { workspace, tokens }: { workspace: SlackWorkspace; tokens: Map<string, SlackToken> },
): Record<string, unknown> {
  const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1]
  const [basicId, basicSecret] = basic ? Buffer.from(basic, 'base64').toString().split(':') : []
  if ((basicId ?? args.text('client_id')) !== app.clientId) throw new SlackRefusal('invalid_client_id')
  if ((basicSecret ?? args.text('client_secret')) !== app.clientSecret) throw new SlackRefusal('bad_client_secret')
  const { scopes, before } = args.text('grant_type') === 'refresh_token' ? refreshed() : consented()
  app.isInstalled = true
  const isRotating = app.expiresIn !== undefined
  const access_token = `${isRotating ? 'xoxe.' : ''}xoxb-${randomBytes(12).toString('hex')}`
  tokens.set(access_token, { scopes, isRevoked: false })
  const refresh_token = `xoxe-1-${randomBytes(12).toString('hex')}`
  if (isRotating) app.refreshTokens.set(refresh_token, { scopes, token: access_token })
  // Two are good at a time.
  if (before !== undefined) app.previous.push(before)
  while (app.previous.length > 1) tokens.get(app.previous.shift()!)!.isRevoked = true
  const { appId, botUserId, teamId, teamName } = workspace.installation
  return {
    app_id: appId,
    authed_user: { id: botUserId },
    scope: scopes.join(','),
    token_type: 'bot',
    access_token,
    ...(isRotating && { refresh_token, expires_in: app.expiresIn }),
    bot_user_id: botUserId,
    team: { id: teamId, name: teamName },
    enterprise: null,
    is_enterprise_install: false,
  }

  function consented(): { scopes: string[]; before?: string } {
    const code = args.text('code') ?? ''
    const given = app.codes.get(code)
    if (!given) throw new SlackRefusal('invalid_code')
    if (given.redirectUri !== args.text('redirect_uri')) throw new SlackRefusal('bad_redirect_uri')
    app.codes.delete(code)
    return given
  }

  function refreshed(): { scopes: string[]; before: string } {
    const token = args.text('refresh_token') ?? ''
    const given = app.refreshTokens.get(token)
    if (!given) throw new SlackRefusal('invalid_refresh_token')
    app.refreshTokens.delete(token)
    return { scopes: given.scopes, before: given.token }
  }
}
