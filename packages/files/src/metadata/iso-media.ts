import { type FileView, Malformed, type Pieces } from './file-view.ts'
import { type Box, createBoxReader } from './iso-boxes.ts'
import { itemPlaces, maxTableBytes, type Range, removedItem, samplePlaces } from './iso-places.ts'
import { overwritten } from './tiff.ts'

/**
 * What is needed to play it, by the box that it is in: '' is the file, and `meta` a picture's. Whatever else
 * there is may be metadata.
 */
const kept: Record<string, ReadonlySet<string>> = {
  '': new Set(['ftyp', 'styp', 'pdin', 'moov', 'moof', 'mfra', 'mdat', 'sidx', 'ssix', 'meta']),
  moov: new Set(['mvhd', 'trak', 'mvex', 'iods', 'pssh']),
  trak: new Set(['tkhd', 'tref', 'trgr', 'edts', 'mdia', 'load', 'clip', 'matt', 'imap', 'tapt']),
  mdia: new Set(['mdhd', 'hdlr', 'minf', 'elng']),
  minf: new Set(['vmhd', 'smhd', 'hmhd', 'nmhd', 'sthd', 'gmhd', 'hdlr', 'dinf', 'stbl']),
  stbl: new Set([
    ...['stsd', 'stts', 'ctts', 'cslg', 'stsc', 'stsz', 'stz2', 'stco', 'co64', 'stss', 'stsh', 'stps'],
    ...['padb', 'stdp', 'sdtp', 'sbgp', 'sgpd', 'subs', 'saiz', 'saio'],
  ]),
  moof: new Set(['mfhd', 'traf', 'pssh']),
  traf: new Set(['tfhd', 'tfdt', 'trun', 'sdtp', 'sbgp', 'sgpd', 'subs', 'saiz', 'saio', 'senc']),
  meta: new Set(['hdlr', 'pitm', 'iinf', 'iref', 'iprp', 'idat', 'iloc', 'dinf', 'grpl', 'ipro']),
  iprp: new Set(['ipco', 'ipma']),
  ipco: new Set([
    ...['hvcC', 'lhvC', 'av1C', 'avcC', 'vvcC', 'evcC', 'jpgC', 'j2kH', 'cmpC', 'uncC', 'cmpd', 'cpat', 'snuc'], // coding
    ...['ispe', 'pixi', 'pasp', 'clap', 'irot', 'imir', 'iscl', 'rloc', 'rref', 'auxC', 'mskC'], // shape
    ...['colr', 'clli', 'mdcv', 'cclv', 'amve', 'ndwt', 'reve', 'wtpt'], // colours
    ...['a1op', 'a1lx', 'lsel', 'oinf', 'tols', 'prdi', 'cmin', 'cmex', 'stri', 'disp', 'vexu', 'eyes'], // layers and views
  ]),
}
/** Their contents mean nothing. */
const empty = new Set(['free', 'skip', 'wide'])
/** They begin with the times of creation and change. */
const dated = new Set(['mvhd', 'tkhd', 'mdhd'])
/** Tracks of pictures, sound and text. Others have places, movements and the like. */
const keptTracks = new Set(['vide', 'soun', 'text', 'sbtl', 'subt', 'clcp', 'tmcd', 'hint', 'auxv', 'pict'])
const maxChanges = 100_000

/**
 * A picture (HEIC, AVIF) or a video (MP4, QuickTime, 3GP) without metadata, and without what follows it. Boxes that are
 * not needed become `free`; what is in them, items and tracks of metadata, and times become zeros. Nothing moves, so
 * nothing else has to change.
 *
 * @throws Malformed also for what is not read: compressed movies, and metadata tracks of movies in fragments
 */
export async function stripIsoMedia(file: FileView): Promise<Pieces> {
  const changes: (Range & { bytes?: Buffer })[] = []
  const has = { picture: false, movie: false, fragments: false, removedTrack: false }
  const boxesOf = createBoxReader(file)

  async function find({ start, end }: Box, type: string): Promise<Box> {
    const found = (await boxesOf(start, end)).find((each) => each.type === type)
    if (!found) throw new Malformed(`There is no ${type} where it has to be.`)
    return found
  }

  /** What a `hdlr` says it is of: a picture, a kind of track. */
  const kindOf = async ({ start }: Box) => (await file.read(start + 8, 4)).toString('latin1')

  async function zero(start: number, end: number): Promise<void> {
    if (!(await file.isZero(start, end))) changes.push({ start, end })
  }

  async function remove({ at, start, end }: Box): Promise<void> {
    changes.push({ start: at + 4, end: at + 8, bytes: Buffer.from('free') })
    await zero(start, end)
  }

  async function walk(boxes: readonly Box[], parent: string): Promise<void> {
    for (const box of boxes) {
      const { type, start, end } = box
      if (type === 'cmov') throw new Malformed('The movie is compressed.')
      has.movie ||= type === 'moov' || type === 'moof'
      has.fragments ||= type === 'mvex' || type === 'moof'
      if (empty.has(type)) await zero(start, end)
      else if (!kept[parent]!.has(type)) await remove(box)
      else if (type === 'trak') await walkTrack(box)
      else if (type === 'meta') await walkMeta(box)
      else if (dated.has(type)) {
        const [version] = await file.read(start, 1)
        await zero(start + 4, Math.min(end, start + (version === 1 ? 20 : 12)))
      } else if (type === 'hdlr') {
        await zero(start + 24, end) // its name, which may be the camera's
      } else if (kept[type]) await walk(await boxesOf(start, end), type)
    }
  }

  async function walkTrack(track: Box): Promise<void> {
    const media = await find(track, 'mdia')
    if (keptTracks.has(await kindOf(await find(media, 'hdlr'))))
      return walk(await boxesOf(track.start, track.end), 'trak')
    const { start, end } = await find(await find(media, 'minf'), 'stbl')
    for (const place of await samplePlaces(file, await boxesOf(start, end))) changes.push(place)
    if (changes.length > maxChanges) throw new Malformed('Its tracks of metadata are in too many pieces.')
    has.removedTrack = true
    await remove(track)
  }

  async function walkMeta(meta: Box): Promise<void> {
    const boxes = meta.end - meta.start > 4 ? await boxesOf(meta.start + 4, meta.end) : []
    const handler = boxes.find(({ type }) => type === 'hdlr')
    if (!handler || (await kindOf(handler)) !== 'pict') return remove(meta)
    has.picture = true
    if (meta.end - meta.start > maxTableBytes) throw new Malformed('The meta box is too long.')
    await walk(boxes, 'meta')
    const [items, places, data] = ['iinf', 'iloc', 'idat'].map((each) => boxes.find(({ type }) => type === each))
    if (!items || !places) throw new Malformed('It does not list what it consists of.')
    const contentsOf = async ({ start, end }: Box) => Buffer.from(await file.read(start, end - start))
    const countBytes = (await file.read(items.start, 1))[0] === 0 ? 2 : 4
    const removed = new Set<number>()
    for (const entry of await boxesOf(items.start + 4 + countBytes, items.end)) {
      const id = entry.type === 'infe' ? removedItem(await contentsOf(entry)) : undefined
      if (id !== undefined) removed.add(id)
    }
    for (const { start, end } of itemPlaces(await contentsOf(places), removed, data?.start))
      await zero(start, Math.min(end, file.size))
  }

  const boxes = await boxesOf(0, file.size, true)
  await walk(boxes, '')
  if (!has.picture && !has.movie) throw new Malformed('There is neither a picture nor a movie in it.')
  if (has.removedTrack && has.fragments) throw new Malformed('It has tracks of metadata in fragments.')
  return overwritten(boxes.at(-1)!.end, changes)
}
