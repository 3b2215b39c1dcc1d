import * as z from 'zod'

/** What a sandboxed process writes, a line each. It may be under a hostile program's control, so each is checked. */
const Frame = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ stdout: z.string() }),
  z.object({ stderr: z.string() }),
  z.object({ result: z.string().nullable(), error: z.string().nullable() }),
])
export type Frame = z.output<typeof Frame>

/**
 * Reads frames from the pieces that arrive, however they are cut.
 *
 * @param maxBytes what may arrive in all
 * @returns a function that takes a piece and returns the frames that are whole with it. It throws an Error where the
 *   input is no frame, or too long; nothing must be read from its process then.
 */
export function createFrameReader(maxBytes: number): (piece: Buffer) => Frame[] {
  let rest: Buffer[] = []
  let received = 0
  return (piece) => {
    received += piece.length
    if (received > maxBytes) throw new Error('A sandboxed process has written too much.')
    const end = piece.lastIndexOf(0x0a)
    if (end === -1) {
      rest.push(piece)
      return []
    }
    const lines = Buffer.concat([...rest, piece.subarray(0, end)]).toString()
    rest = [piece.subarray(end + 1)]
    return lines.split('\n').map(frameOf)
  }
}

function frameOf(line: string): Frame {
  try {
    return Frame.parse(JSON.parse(line))
  } catch (cause) {
    throw new Error('A sandboxed process has written what is no frame.', { cause })
  }
}
