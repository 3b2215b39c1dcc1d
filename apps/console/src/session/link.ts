/** The secret of the sign-in link that the page was opened by, once: it is in no address and no history afterwards. */
export function takeLinkSecret(): string | undefined {
  const secret = /^#once=(.+)$/.exec(location.hash)?.[1]
  if (secret !== undefined) history.replaceState(history.state, '', location.pathname)
  return secret
}
