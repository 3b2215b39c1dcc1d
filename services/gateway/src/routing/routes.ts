import { type Endpoint, type Method, title } from '@parley/contracts/endpoint'

/** What a path matches: an endpoint for each method it answers. */
export interface Resource {
  endpoints: Partial<Record<string, Endpoint>>
  /** The methods it answers, as the `Allow` header lists them. */
  allow: string
}

interface Node {
  children: Map<string, Node>
  parameter: Node | undefined
  resource: Resource | undefined
}

const emptyNode = (): Node => ({ children: new Map(), parameter: undefined, resource: undefined })

/**
 * Compiles the endpoints that the public may reach into a matcher. A literal segment wins over a parameter, whatever
 * the method: `/channels/unread` never means the channel called unread. Segments are compared as they were sent.
 *
 * @throws Error when two endpoints answer the same method and path
 */
export function compileRoutes(endpoints: readonly Endpoint[]): (path: string) => Resource | undefined {
  const root = emptyNode()
  for (const endpoint of endpoints) if (endpoint.visibility === 'public') addRoute(root, endpoint)
  return (path) => match(root, path, 1)
}

function addRoute(root: Node, endpoint: Endpoint): void {
  let node = root
  for (const segment of endpoint.path.slice(1).split('/')) {
    if (segment.startsWith(':')) {
      node.parameter ??= emptyNode()
      node = node.parameter
    } else {
      const child = node.children.get(segment) ?? emptyNode()
      node.children.set(segment, child)
      node = child
    }
  }
  node.resource ??= { endpoints: {}, allow: '' }
  const { resource } = node
  const method = endpoint.method.toUpperCase()
  if (resource.endpoints[method]) throw new Error(`${title(endpoint)} is declared twice.`)
  resource.endpoints[method] = endpoint
  if (endpoint.method === 'get') resource.endpoints.HEAD = endpoint
  resource.allow = [...Object.keys(resource.endpoints), 'OPTIONS'].sort(byMethod).join(', ')
}

const methodOrder: readonly string[] = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] satisfies (
  | Method
  | 'head'
  | 'options'
)[]
const byMethod = (a: string, b: string) => methodOrder.indexOf(a.toLowerCase()) - methodOrder.indexOf(b.toLowerCase())

/** Walks the segments from `start`; the tree is as deep as the longest declared path, so the work is bounded. */
function match(node: Node, path: string, start: number): Resource | undefined {
  if (start > path.length) return node.resource
  const slash = path.indexOf('/', start)
  const end = slash === -1 ? path.length : slash
  if (end === start) return undefined
  const child = node.children.get(path.slice(start, end))
  const literal = child && match(child, path, end + 1)
  return literal ?? (node.parameter && match(node.parameter, path, end + 1))
}
