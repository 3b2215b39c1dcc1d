import ipaddr from 'ipaddr.js'

/** What a record of the database may be made of. */
type Value = string | number | bigint | { [key: string]: Value }

/** A node of the search tree: what follows for a bit of 0, and of 1. */
type Node = [zero: Node | Uint8Array | undefined, one: Node | Uint8Array | undefined]

/** Writes a MaxMind DB, as https://maxmind.github.io/MaxMind-DB/ has it, of networks that do not overlap. */
export function writeMmdb(networks: readonly [cidr: string, record: Value][]): Buffer {
  const root: Node = [undefined, undefined]
  for (const [cidr, record] of networks) {
    const [address, length] = ipaddr.parseCIDR(cidr)
    // IPv4 addresses are the last 32 bits of a tree that is for IPv6.
    const padding = address.kind() === 'ipv4' ? '0'.repeat(96) : ''
    const bits = padding + address.toByteArray().map(toBits).join('').slice(0, length)
    insert(root, bits, encode(record))
  }
  const nodes = listNodes(root)
  const records: Uint8Array[] = []
  let dataBytes = 0
  const pointerTo = (side: Node | Uint8Array | undefined): number => {
    if (side === undefined) return nodes.length
    if (Array.isArray(side)) return nodes.indexOf(side)
    records.push(side)
    dataBytes += side.length
    return nodes.length + 16 + dataBytes - side.length
  }
  const tree = Buffer.alloc(nodes.length * 6)
  for (const [index, node] of nodes.entries())
    for (const [side, next] of node.entries()) tree.writeUIntBE(pointerTo(next), index * 6 + side * 3, 3)
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_700_000_000n,
    database_type: 'Test-City',
    ip_version: 6,
    node_count: nodes.length,
    record_size: 24,
  })
  const marker = Buffer.from('abcdef4d61784d696e642e636f6d', 'hex')
  return Buffer.concat([tree, Buffer.alloc(16), ...records, marker, metadata])
}

const toBits = (byte: number) => byte.toString(2).padStart(8, '0')

function insert(root: Node, bits: string, record: Uint8Array): void {
  let node = root
  for (const bit of bits.slice(0, -1)) {
    const side = Number(bit)
    if (!Array.isArray(node[side])) node[side] = [undefined, undefined]
    node = node[side] as Node
  }
  node[Number(bits.at(-1))] = record
}

function listNodes(root: Node): Node[] {
  const nodes = [root]
  for (const node of nodes) nodes.push(...node.filter((side): side is Node => Array.isArray(side)))
  return nodes
}

/** Strings and maps are shorter than 29, numbers fit in 32 bits, and big ones are written as 64. */
function encode(value: Value): Buffer {
  if (typeof value === 'string') return Buffer.concat([Buffer.from([(2 << 5) | value.length]), Buffer.from(value)])
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(5, (6 << 5) | 4)
    bytes.writeUInt32BE(value, 1)
    return bytes
  }
  if (typeof value === 'bigint') {
    const bytes = Buffer.from([8, 9 - 7, ...Array<number>(8).fill(0)])
    bytes.writeBigUInt64BE(value, 2)
    return bytes
  }
  const entries = Object.entries(value).flatMap(([key, inner]) => [encode(key), encode(inner)])
  return Buffer.concat([Buffer.from([(7 << 5) | (entries.length / 2)]), ...entries])
}
