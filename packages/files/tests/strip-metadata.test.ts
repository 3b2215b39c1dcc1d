import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog } from '@parley/kit/log'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import sharp, { type Metadata, type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { typeOf } from '../src/file-types.ts'
import { stripMetadata } from '../src/metadata/strip-metadata.ts'

const folder = await mkdtemp(join(tmpdir(), 'parley-metadata-'))
closeAfterwards({ close: () => rm(folder, { recursive: true, force: true }) })
const log = createLog('metadata', { LOG_LEVEL: 'silent' })
let number = 0

/** What the bytes become when they are stored. */
async function strip(bytes: Buffer): Promise<{ type: string; bytes: Buffer; isSame: boolean }> {
  const path = join(folder, String(number++))
  await writeFile(path, bytes)
  const type = await typeOf(bytes.subarray(0, 16_384), false, 'x')
  const digest = createHash('sha256').update(bytes).digest('hex')
  const stripped = await stripMetadata({ name: 'x', path, size: bytes.length, digest, head: bytes }, type, log)
  const stored = await readFile(stripped.path)
  expect(stripped.size).toBe(stored.length)
  expect(stripped.digest).toBe(createHash('sha256').update(stored).digest('hex'))
  return { type, bytes: stored, isSame: stripped.path === path }
}

/** A picture with something to see in it, taken somewhere by some camera, lying on its side. */
const noise = Buffer.from(Array.from({ length: 64 * 48 * 3 }, (_, i) => (i * 7919) % 251))
const taken = (picture: Sharp = sharp(noise, { raw: { width: 64, height: 48, channels: 3 } })) =>
  picture
    .withExif({
      IFD0: { Make: 'SecretCamera', Software: 'SecretApp', ImageDescription: 'SecretPlace' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '47/1 22/1 0/1',
        GPSLongitude: '8/1 32/1 0/1',
        GPSMapDatum: 'SecretDatum',
      },
    })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><SecretXmp/></x:xmpmeta>')
    .withMetadata({ orientation: 6 })

/** Pixels as they are shown. */
const shown = (bytes: Buffer) => sharp(bytes).autoOrient().raw().toBuffer()
const framesOf = (bytes: Buffer) => sharp(bytes, { animated: true }).raw().toBuffer()
const metadataIn = ({ exif, xmp, iptc, comments }: Metadata) => ({
  exif: (exif?.some((byte) => byte !== 0) ?? false) && exif!.length > 40,
  xmp: xmp?.some((byte) => byte !== 0) ?? false,
  iptc: iptc !== undefined,
  comments: comments !== undefined,
})
const nothing = { exif: false, xmp: false, iptc: false, comments: false }

/** A box of the ISO base media file format. */
const box = (type: string, ...contents: (Buffer | string | number[])[]): Buffer => {
  const bytes = Buffer.concat(contents.map((each) => Buffer.from(each as Buffer)))
  return Buffer.concat([Buffer.from(u32(bytes.length + 8)), Buffer.from(type), bytes])
}
const version = (number: number) => [number, 0, 0, 0]
const u16 = (...numbers: number[]) => numbers.flatMap((each) => [each >> 8, each & 255])
const u32 = (number: number) => [...u16(number >>> 16), ...u16(number & 0xffff)]

interface HeicItem {
  type: string
  /** Several where its bytes are apart. */
  parts: Buffer[]
  /** In the meta box itself, instead of in the file's data. */
  isInMeta?: boolean
}

/** A HEIC as telephones write it, of items as ISO/IEC 23008-12 has them; and where in it the bytes of each item are. */
function heic(brand: string, listVersion: 0 | 1 | 2, items: HeicItem[]) {
  const idBytes = listVersion === 2 ? u32 : (id: number) => u16(id)
  const inFile = items.filter(({ isInMeta }) => !isInMeta).flatMap(({ parts }) => parts)
  const inMeta = items.filter(({ isInMeta }) => isInMeta).flatMap(({ parts }) => parts)
  /** Between any two parts is a byte that belongs to none. */
  const spaced = (parts: Buffer[]) => parts.flatMap((part) => [part, Buffer.from('|')])
  const placeOf = (part: Buffer, all: Buffer[]) =>
    all.slice(0, all.indexOf(part)).reduce((sum, { length }) => sum + length + 1, 0)

  const ftyp = box('ftyp', brand, version(0), 'mif1', 'heic')
  const described = items.map(({ type }, i) =>
    box('infe', version(2), u16(i + 1, 0), type, [0], type === 'mime' ? 'application/rdf+xml\0' : ''),
  )
  const metaWith = (dataStart: number) =>
    box(
      'meta',
      version(0),
      box('hdlr', version(0), u32(0), 'pict', Buffer.alloc(13)),
      box('pitm', version(0), u16(1)),
      box('iinf', version(0), u16(items.length), ...described),
      box('iref', version(0), box('cdsc', u16(2, 1, 1))),
      box('idat', ...spaced(inMeta)),
      box(
        'iloc',
        version(listVersion),
        [0x44, 0],
        idBytes(items.length),
        ...items.flatMap(({ parts, isInMeta }, i) => [
          idBytes(i + 1),
          listVersion === 0 ? [] : u16(isInMeta ? 1 : 0),
          u16(0, parts.length),
          ...parts.flatMap((part) => [
            u32(isInMeta ? placeOf(part, inMeta) : dataStart + placeOf(part, inFile)),
            u32(part.length),
          ]),
        ]),
      ),
    )
  const dataStart = ftyp.length + metaWith(0).length + 8
  const bytes = Buffer.concat([ftyp, metaWith(dataStart), box('mdat', ...spaced(inFile))])
  return { bytes, rangeOf: (part: Buffer) => [bytes.indexOf(part), bytes.indexOf(part) + part.length] as const }
}

describe('metadata is taken out of a picture', () => {
  it.for<[string, () => Promise<Buffer>]>([
    ['JPEG', () => taken().jpeg().toBuffer()],
    ['progressive JPEG', () => taken().jpeg({ progressive: true }).toBuffer()],
    ['PNG', () => taken().png().toBuffer()],
    ['WebP', () => taken().webp({ lossless: true }).toBuffer()],
    [
      'lossy WebP with an alpha channel',
      () =>
        taken(sharp(noise, { raw: { width: 64, height: 48, channels: 3 } }).ensureAlpha(0.5))
          .webp()
          .toBuffer(),
    ],
    ['TIFF', () => taken().tiff().toBuffer()],
    ['AVIF', () => taken().avif({ lossless: true }).toBuffer()],
  ])('%s: nothing is left of it, and every pixel is as it was', async ([, make]) => {
    const before = await make()
    expect(before.includes('Secret')).toBe(true)
    const { bytes } = await strip(before)
    expect(metadataIn(await sharp(bytes).metadata())).toEqual(nothing)
    expect(bytes.includes('Secret')).toBe(false)
    expect((await shown(bytes)).equals(await shown(before))).toBe(true)
    const [was, is] = [await sharp(before).metadata(), await sharp(bytes).metadata()]
    expect([is.autoOrient, is.format]).toEqual([was.autoOrient, was.format])
    expect((await strip(bytes)).bytes.equals(bytes)).toBe(true)
  })

  it('keeps colour profiles', async () => {
    const before = await taken().withIccProfile('p3').jpeg().toBuffer()
    const { bytes } = await strip(before)
    expect((await sharp(bytes).metadata()).icc).toEqual((await sharp(before).metadata()).icc)
    expect((await sharp(bytes).metadata()).icc).toBeDefined()
  })

  it.for(['gif', 'webp'] as const)('an animated %s stays animated as before', async (format) => {
    const frames = sharp(Buffer.concat([noise, Buffer.from(noise).reverse()]), {
      raw: { width: 64, height: 96, channels: 3, pageHeight: 48 },
    })
    const made = await taken(frames)
      [format]({ delay: [100, 200], loop: 3 })
      .toBuffer()
    // sharp writes neither into a GIF: a comment, and XMP as Adobe puts it there.
    const comment = Buffer.from([0x21, 0xfe, 13, ...Buffer.from('SecretComment'), 0])
    const xmp = Buffer.concat([
      Buffer.from([0x21, 0xff, 11]),
      Buffer.from('XMP DataXMP'),
      Buffer.from([9]),
      Buffer.from('SecretXmp'),
      Buffer.from([0]),
    ])
    const before =
      format === 'webp'
        ? made
        : Buffer.concat([made.subarray(0, -1), comment, xmp, made.subarray(-1), Buffer.from('Secret')])
    expect(before.includes('Secret')).toBe(true)
    const { bytes } = await strip(before)
    expect(bytes.includes('Secret')).toBe(false)
    const { pages, delay, loop } = await sharp(bytes).metadata()
    expect({ pages, delay, loop }).toEqual({ pages: 2, delay: [100, 200], loop: 3 })
    expect((await framesOf(bytes)).equals(await framesOf(before))).toBe(true)
  })

  it.for<[brand: string, type: string, listVersion: 0 | 1 | 2, isInMeta: boolean]>([
    ['heic', 'image/heic', 0, false],
    ['heic', 'image/heic', 1, true],
    ['heix', 'image/heic', 2, true],
    ['mif1', 'image/heif', 1, false],
  ])('HEIC (%s, %s, places of version %i, in the meta box: %s)', async ([brand, type, listVersion, isInMeta]) => {
    const exif = (await sharp(await taken().jpeg().toBuffer()).metadata()).exif!
    expect([exif.includes('SecretPlace'), exif.includes('SecretDatum')]).toEqual([true, true])
    const half = exif.length >> 1
    const said = [
      Buffer.concat([Buffer.from(u32(6)), exif.subarray(0, half)]),
      exif.subarray(half),
      Buffer.from('<x:xmpmeta><SecretXmp/></x:xmpmeta>'),
    ]
    const before = heic(brand, listVersion, [
      { type: 'hvc1', parts: [noise.subarray(0, 500), noise.subarray(500, 1_100)] },
      { type: 'Exif', parts: said.slice(0, 2), isInMeta },
      { type: 'hvc1', parts: [noise.subarray(2_000, 2_300)], isInMeta },
      { type: 'mime', parts: said.slice(2) },
    ])
    const stored = await strip(before.bytes)
    expect(stored.type).toBe(type)
    // Zeros in the place of what it says; every other byte, so every box and every place in it, as it was.
    const expected = Buffer.from(before.bytes)
    for (const part of said) expected.fill(0, ...before.rangeOf(part))
    expect(stored.bytes.equals(expected)).toBe(true)
    expect(stored.bytes.includes('Secret')).toBe(false)
    expect((await strip(stored.bytes)).bytes.equals(stored.bytes)).toBe(true)
  })

  it('a HEIC without it stays as it came', async () => {
    const { bytes } = heic('heic', 0, [{ type: 'hvc1', parts: [noise.subarray(0, 500)] }])
    expect(await strip(bytes)).toMatchObject({ type: 'image/heic', isSame: true })
  })

  it('and what follows a picture, such as another one', async () => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const picture = await sharp(noise, { raw: { width: 64, height: 48, channels: 3 } })
        .toFormat(format)
        .toBuffer()
      const { bytes } = await strip(Buffer.concat([picture, await taken().jpeg().toBuffer()]))
      expect(bytes.equals(picture)).toBe(true)
    }
  })

  it('and nothing else: a picture without it stays as it came', async () => {
    for (const format of ['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const) {
      const picture = await sharp(noise, { raw: { width: 64, height: 48, channels: 3 } })
        .toFormat(format)
        .toBuffer()
      expect((await strip(picture)).bytes.equals(picture)).toBe(true)
    }
  })

  it('however much of a picture came', async () => {
    const whole = await taken().jpeg().toBuffer()
    const { bytes } = await strip(whole.subarray(0, whole.length - 500))
    expect(bytes.includes('Secret')).toBe(false)
  })

  it('but never hangs or fails on one that is no picture after all', async () => {
    for (const format of ['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const) {
      const whole = await taken().toFormat(format).toBuffer()
      for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 40)) {
        await strip(whole.subarray(0, Math.max(at, 40)))
        const broken = Buffer.from(whole)
        broken.fill(0xff, at, at + 8)
        await strip(broken)
      }
    }
  })
})
