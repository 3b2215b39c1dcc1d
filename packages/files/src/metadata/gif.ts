import { type FileView, Malformed, Pieces } from './file-view.ts'

const extension = 0x21
const image = 0x2c
const trailer = 0x3b
const comment = 0xfe
const application = 0xff
/** How often an animation runs, and its colours. */
const keptApplications = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012'])

const tableBytes = (packed: number) => (packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0)

/** A GIF without comments, XMP and other applications' data, and without what follows it. */
export async function stripGif(file: FileView): Promise<Pieces> {
  const pieces = new Pieces()
  let at = 13 + tableBytes((await file.read(10, 1))[0]!)
  pieces.keep(0, at)
  for (;;) {
    const [kind, label] = await file.read(at, at + 1 < file.size ? 2 : 1)
    if (kind === trailer) break
    let end: number
    let isKept = true
    if (kind === extension) {
      const name = label === application ? (await file.read(at + 3, 11)).toString('latin1') : undefined
      isKept = label !== comment && (name === undefined || keptApplications.has(name))
      end = await endOfBlocks(file, at + 2)
    } else if (kind === image) {
      const table = tableBytes((await file.read(at + 9, 1))[0]!)
      end = await endOfBlocks(file, at + 11 + table)
    } else throw new Malformed('A block is of no kind.')
    if (isKept) pieces.keep(at, end)
    at = end
  }
  pieces.keep(at, at + 1)
  return pieces
}

async function endOfBlocks(file: FileView, from: number): Promise<number> {
  for (let at = from; ; ) {
    const [length] = await file.read(at, 1)
    at += 1 + length!
    if (length === 0) return at
  }
}
