/** A request target as everything behind the ingress sees it: an absolute path, and the query with its `?`. */
export interface Target {
  path: string
  search: string
}

/** `.` and `..`, plain or percent-encoded: what a path normaliser on the way would resolve differently than we do. */
const dotSegment = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i

/**
 * Reads a request target once, so that ingress and service cannot disagree about it: the
 * absolute form loses its authority, a fragment is dropped, one trailing slash does not count, nothing is decoded.
 * Undefined for what no endpoint can be meant by: another form, dot segments, backslashes and doubled slashes.
 */
export function readTarget(url: string): Target | undefined {
  let rest = url
  if (rest.charCodeAt(0) !== slash) {
    const authority = /^https?:\/\/[^/?#]+/i.exec(rest)
    if (!authority) return undefined
    rest = rest.slice(authority[0].length)
    if (rest.charCodeAt(0) !== slash) rest = `/${rest}`
  }
  const fragment = rest.indexOf('#')
  if (fragment !== -1) rest = rest.slice(0, fragment)
  const query = rest.indexOf('?')
  let path = query === -1 ? rest : rest.slice(0, query)
  const search = query === -1 ? '' : rest.slice(query)
  if (
    path.includes('//') ||
    path.includes('\\') ||
    ((path.includes('.') || path.includes('%')) && dotSegment.test(path))
  )
    return undefined
  if (path.length > 1 && path.charCodeAt(path.length - 1) === slash) path = path.slice(0, -1)
  return { path, search }
}

const slash = 47
