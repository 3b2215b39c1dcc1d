/** The snapshot of a search's first page; later pages leave out newer documents by it. */
export interface SnapshotCursor {
  /** As PostgreSQL writes a pg_snapshot: `xmin:xmax:xip,…`. */
  snapshot: string
  at: Date
}

const written = /^(\d{1,15})_(\d{1,19}):(\d{1,19}):((?:\d{1,19}(?:,\d{1,19})*)?)$/

/** Encodes a cursor for clients. */
export const encodeCursor = ({ snapshot, at }: SnapshotCursor): string =>
  Buffer.from(`${at.getTime()}_${snapshot}`).toString('base64url')

/** Reads a cursor; undefined when it is none, or has a snapshot that PostgreSQL would refuse. */
export function decodeCursor(text: string): SnapshotCursor | undefined {
  const decoded = Buffer.from(text, 'base64url').toString('latin1')
  const [, ms, xmin, xmax, running] = written.exec(decoded) ?? []
  if (ms === undefined) return undefined
  const at = new Date(Number(ms))
  const numbers = [xmin!, ...(running ? running.split(',') : [])].map(BigInt)
  const isAscending = numbers.every((each, i) => i < 2 || each > numbers[i - 1]!)
  const isInside = numbers.every((each) => each >= numbers[0]! && each < BigInt(xmax!)) || numbers.length === 1
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() > 9_999) return undefined
  if (numbers[0]! < 1n || BigInt(xmax!) < numbers[0]! || BigInt(xmax!) >= 2n ** 63n || !isAscending || !isInside)
    return undefined
  return { snapshot: decoded.slice(decoded.indexOf('_') + 1), at }
}
