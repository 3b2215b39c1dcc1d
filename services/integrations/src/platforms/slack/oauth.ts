import type { PlatformConfig } from '../config.ts'
import type { OAuthApp } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import { createCalls } from './calls.ts'
import { scopes } from './client.ts'
import { Credentials, type SlackCredentials } from './credentials.ts'
import { receive } from './receive.ts'

type Grant = { code: string; redirect_uri: string } | { grant_type: 'refresh_token'; refresh_token: string }

const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString()

/** Our app in Slack, as it is installed in a workspace. */
export function oauth({
  SLACK_API_URL: apiUrl,
  SLACK_CLIENT_ID: client_id,
  SLACK_CLIENT_SECRET: client_secret,
  SLACK_SIGNING_SECRET: signingSecret,
}: PlatformConfig): OAuthApp<SlackCredentials> | undefined {
  if (!client_id || !client_secret || !signingSecret) return undefined

  const granted = async (by: Grant, signal: AbortSignal): Promise<SlackCredentials> => {
    const {
      access_token,
      refresh_token,
      expires_in,
      app_id: appId,
    } = await createCalls(undefined, apiUrl)(signal, (web) => web.oauth.v2.access({ client_id, client_secret, ...by }))
    const { data } = Credentials.safeParse({ botToken: access_token, signingSecret })
    if (!data) throw new PlatformError('rejected', 'Slack gave no bot token.')
    const halfMs = expires_in && (expires_in * 1_000) / 2
    const renewal = refresh_token && halfMs && { refreshToken: refresh_token, at: inMs(halfMs) }
    return { ...data, isGranted: true, ...(appId && { appId }), ...(renewal && { renewal }) }
  }

  return {
    authorizeUrl({ state, redirectUri }) {
      const url = new URL('../oauth/v2/authorize', apiUrl)
      url.search = new URLSearchParams({
        ...{ client_id, state, redirect_uri: redirectUri, scope: scopes.join(',') },
      }).toString()
      return url
    },
    exchange: ({ code, redirectUri: redirect_uri }, signal) => granted({ code, redirect_uri }, signal),
    async renew({ renewal }, signal) {
      if (!renewal) throw new PlatformError('rejected', 'This token does not end.')
      return granted({ grant_type: 'refresh_token', refresh_token: renewal.refreshToken }, signal)
    },
    receive: (request, now) => receive(request, signingSecret, now),
    owns: (credentials, { appId }) =>
      credentials.appId === undefined ? credentials.signingSecret === signingSecret : credentials.appId === appId,
  }
}
