/** The cookie of a browser session: `__Host-` has browsers refuse it from anywhere but this very origin, over https. */
export function createSessionCookie(publicUrl: string) {
  const isSecure = new URL(publicUrl).protocol === 'https:'
  const name = isSecure ? '__Host-parley_session' : 'parley_session'
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
  const pattern = new RegExp(`(?:^|;\\s*)${name}=([\\w-]{1,100})(?:;|$)`)

  return {
    /** The session's token in a `Cookie` header. */
    read: (header: string | undefined): string | undefined => pattern.exec(header ?? '')?.[1],
    /** `Set-Cookie` that keeps a token until then (ISO 8601). */
    keep: (token: string, expiresAt: string): Record<string, string> => ({
      'Set-Cookie': `${name}=${token}; Expires=${new Date(expiresAt).toUTCString()}; ${attributes}`,
    }),
    /** `Set-Cookie` that deletes it. */
    drop: (): Record<string, string> => ({ 'Set-Cookie': `${name}=; Max-Age=0; ${attributes}` }),
  }
}

export type SessionCookie = ReturnType<typeof createSessionCookie>
