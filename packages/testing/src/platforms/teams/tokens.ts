import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID, sign } from 'node:crypto'
import { type Team, TeamsRefusal } from './team.ts'

/** What a token may be used for. */
export interface TeamsToken {
  audience: 'graph' | 'bot'
  roles: readonly string[]
}

/** The sender of Graph’s notifications, as its tokens name it. */
export const notifier = '0bf30f3b-4a52-48df-9a82-234910c4a086'

/** Microsoft’s login: tokens of apps, and the keys that tokens are signed with. */
export class TeamsLogin {
  readonly clientSecret = randomBytes(20).toString('base64url')
  readonly #tokens = new Map<string, TeamsToken>()
  readonly #key: { publicKey: KeyObject; privateKey: KeyObject } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  readonly #kid = randomUUID()
  /** What the administrator has consented to. */
  roles: readonly string[] = ['ChannelMessage.Read.All', 'Channel.ReadBasic.All', 'Team.ReadBasic.All', 'User.Read.All']
  /** The secret is refused from now on. */
  isSecretExpired = false
  issued = 0

  /** `/{tenant}/oauth2/v2.0/token`: a token for the client’s own credentials. */
  issue(form: URLSearchParams, tenant: string, team: Team): Record<string, unknown> {
    const isBot = form.get('scope')?.includes('botframework') ?? false
    if (tenant !== team.tenantId && !(isBot && tenant === 'botframework.com'))
      throw new TeamsRefusal(400, 'invalid_request', `AADSTS90002: Tenant '${tenant}' not found.`)
    if (form.get('grant_type') !== 'client_credentials' || !form.get('scope')?.endsWith('/.default'))
      throw new TeamsRefusal(400, 'invalid_scope', 'AADSTS1002012: The provided value for scope is not valid.')
    if (form.get('client_id') !== team.clientId)
      throw new TeamsRefusal(400, 'unauthorized_client', 'AADSTS700016: Application was not found in the directory.')
    if (form.get('client_secret') !== this.clientSecret || this.isSecretExpired)
      throw new TeamsRefusal(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.')
    const access_token = randomBytes(24).toString('base64url')
    this.#tokens.set(access_token, { audience: isBot ? 'bot' : 'graph', roles: this.roles })
    this.issued += 1
    return { token_type: 'Bearer', expires_in: 3_599, ext_expires_in: 3_599, access_token }
  }

  /** Every token that was issued is expired. */
  expireTokens(): void {
    this.#tokens.clear()
  }

  /** The token of a request, which must be for this API and have one of these roles. */
  check(authorization: string | undefined, audience: TeamsToken['audience'], roles: readonly string[] = []): void {
    const token = this.#tokens.get(/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '')
    if (token?.audience !== audience)
      throw new TeamsRefusal(401, 'InvalidAuthenticationToken', 'Access token has expired or is not yet valid.')
    if (roles.length > 0 && !roles.some((role) => token.roles.includes(role)))
      throw new TeamsRefusal(
        403,
        'Forbidden',
        `Missing role permissions on the request. API requires one of '${roles.join(', ')}'. Roles on the request '${token.roles.join(', ')}'.`,
      )
  }

  /** `/common/discovery/v2.0/keys` */
  keys(): Record<string, unknown> {
    return { keys: [{ ...this.#key.publicKey.export({ format: 'jwk' }), kid: this.#kid, use: 'sig', alg: 'RS256' }] }
  }

  /** A token that proves that Graph has sent a notification. */
  validationToken({ clientId, tenantId }: Team, claims: Record<string, unknown> = {}): string {
    const nowS = Math.floor(Date.now() / 1000)
    const payload = {
      ...{ aud: clientId, iss: `https://login.microsoftonline.com/${tenantId}/v2.0`, tid: tenantId, ver: '2.0' },
      ...{ azp: notifier, iat: nowS, nbf: nowS, exp: nowS + 3_600, ...claims },
    }
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
    const signed = `${encode({ typ: 'JWT', alg: 'RS256', kid: this.#kid })}.${encode(payload)}`
    return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), this.#key.privateKey).toString('base64url')}`
  }
}
