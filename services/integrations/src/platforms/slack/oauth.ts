import type { PlatformConfig } from '../config.ts'
import type { OAuthApp } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import { createCalls } from './calls.ts'
import { scopes } from './client.ts'
import { Credentials, type SlackCredentials } from './credentials.ts'

/** Our app in Slack, as it is installed in a workspace. */
export function oauth({
  SLACK_API_URL: apiUrl,
  SLACK_CLIENT_ID: client_id,
  SLACK_CLIENT_SECRET: client_secret,
  SLACK_SIGNING_SECRET: signingSecret,
}: PlatformConfig): OAuthApp<SlackCredentials> | undefined {
  if (!client_id || !client_secret || !signingSecret) return undefined
  return {
    authorizeUrl({ state, redirectUri }) {
      const url = new URL('../oauth/v2/authorize', apiUrl)
      url.search = new URLSearchParams({
        ...{ client_id, state, redirect_uri: redirectUri, scope: scopes.join(',') },
      }).toString()
      return url
    },
    async exchange({ code, redirectUri: redirect_uri }, signal) {
      const { access_token } = await createCalls(undefined, apiUrl)(signal, (web) =>
        web.oauth.v2.access({ client_id, client_secret, code, redirect_uri }),
      )
      const { data } = Credentials.safeParse({ botToken: access_token, signingSecret })
      if (!data) throw new PlatformError('rejected', 'Slack gave no bot token.')
      return { ...data, isGranted: true }
    },
  }
}
