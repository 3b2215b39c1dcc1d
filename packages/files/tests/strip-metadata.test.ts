import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import sharp, { type Metadata, type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { typeOf } from '../src/file-types.ts'
import { stripMetadata, UnstrippableMedia } from '../src/metadata/strip-metadata.ts'

const folder = await mkdtemp(join(tmpdir(), 'parley-metadata-'))
closeAfterwards({ close: () => rm(folder, { recursive: true, force: true }) })
let number = 0

/** What the bytes become when they are stored. */
async function strip(bytes: Buffer): Promise<{ type: string; bytes: Buffer; isSame: boolean }> {
  const path = join(folder, String(number++))
  await writeFile(path, bytes)
  const type = await typeOf(bytes.subarray(0, 16_384), false, 'x')
  const digest = createHash('sha256').update(bytes).digest('hex')
  const stripped = await stripMetadata({ name: 'x', path, size: bytes.length, digest, head: bytes }, type)
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

/** The box that is left of one: as long, and empty. */
const freed: typeof box = (type, ...contents) => box('free', Buffer.alloc(box(type, ...contents).length - 8))

/** A HEIC as telephones write it, of items as ISO/IEC 23008-12 has them; and where in it the bytes of each item are. */
function heic(brand: string, listVersion: 0 | 1 | 2, items: HeicItem[], more: Buffer[] = []) {
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
      ...more,
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

  it('HEIC: boxes, properties and items of a kind that nobody needs to show it', async () => {
    const made = (hidden: typeof box) => {
      const { bytes } = heic(
        'heic',
        0,
        [{ type: 'hvc1', parts: [noise.subarray(0, 500)] }],
        [
          hidden('uuid', Buffer.alloc(16, 7), 'SecretUuid'),
          box(
            'iprp',
            box(
              'ipco',
              box('ispe', version(0), u32(64), u32(48)),
              hidden('udes', version(0), 'SecretName\0\0'),
              box('irot', [1]),
            ),
            box('ipma', version(0)),
          ),
        ],
      )
      return Buffer.concat([
        bytes,
        hidden('SEFT', 'SecretTrailer'),
        box('free', hidden === box ? 'SecretSpace' : Buffer.alloc(11)),
      ])
    }
    expect((await strip(made(box))).bytes.equals(made(freed))).toBe(true)
    expect(made(freed).includes('Secret')).toBe(false)
    expect(await strip(made(freed))).toMatchObject({ type: 'image/heic', isSame: true })
    const { bytes, rangeOf } = heic('heic', 0, [
      { type: 'hvc1', parts: [noise.subarray(0, 500)] },
      { type: 'uri ', parts: [Buffer.from('SecretItem')] },
    ])
    const expected = Buffer.from(bytes)
    expected.fill(0, ...rangeOf(Buffer.from('SecretItem')))
    expect((await strip(bytes)).bytes.equals(expected)).toBe(true)
  })

  it('with whatever follows the picture, such as another one', async () => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const picture = await sharp(noise, { raw: { width: 64, height: 48, channels: 3 } })
        .toFormat(format)
        .toBuffer()
      const { bytes } = await strip(Buffer.concat([picture, await taken().jpeg().toBuffer()]))
      expect(bytes.equals(picture)).toBe(true)
    }
  })

  it('alone: one without any stays as it came', async () => {
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

  it('which is refused at most where it is none after all: nothing hangs or fails', async () => {
    for (const format of ['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const) {
      const whole = await taken().toFormat(format).toBuffer()
      for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 40)) {
        await stripOrRefuse(whole.subarray(0, Math.max(at, 40)))
        const broken = Buffer.from(whole)
        broken.fill(0xff, at, at + 8)
        await stripOrRefuse(broken)
      }
    }
  })
})

const stripOrRefuse = (bytes: Buffer) =>
  strip(bytes).then(
    ({ type }) => `stored as ${type}`,
    (error) => {
      if (!(error instanceof UnstrippableMedia)) throw error
      return 'refused'
    },
  )
const raw = () => sharp(noise, { raw: { width: 64, height: 48, channels: 3 } })
/** Pixels of a picture that is not built as it should be. */
const shownAnyway = (bytes: Buffer) => sharp(bytes, { failOn: 'none' }).raw().toBuffer()

/** TIFF: entries of a directory, values that do not fit into one at places that the test chooses. */
type Entry = [tag: number, type: number, count: number, value: number]
function directory(entries: Entry[], next = 0): Buffer {
  const bytes = Buffer.alloc(2 + entries.length * 12 + 4)
  bytes.writeUInt16LE(entries.length)
  entries.forEach(([tag, type, count, value], i) => {
    const at = 2 + i * 12
    bytes.writeUInt16LE(tag, at)
    bytes.writeUInt16LE(type, at + 2)
    bytes.writeUInt32LE(count, at + 4)
    bytes.writeUInt32LE(value, at + 8)
  })
  bytes.writeUInt32LE(next, bytes.length - 4)
  return bytes
}
function tiffOf(size: number, parts: Partial<Record<number, Buffer | string>>): Buffer {
  const bytes = Buffer.alloc(size)
  bytes.write('II*\0', 'latin1')
  bytes.writeUInt32LE(8, 4)
  for (const [at, part] of Object.entries(parts)) Buffer.from(part as Buffer).copy(bytes, Number(at))
  return bytes
}
/** EXIF of a camera and a place. */
const exif = tiffOf(160, {
  8: directory([
    [0x010f, 2, 13, 100],
    [0x8825, 4, 1, 50],
  ]),
  50: directory([[2, 2, 12, 120]]),
  100: 'SecretCamera\0',
  120: 'SecretPlace\0',
})

describe('metadata is taken out of a picture that is shown although it is damaged', () => {
  const segment = (marker: number, contents: Buffer) =>
    Buffer.from([0xff, marker, ...u16(contents.length + 2), ...contents])
  const app1 = segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif]))
  const insert = (bytes: Buffer, at: number, ...parts: Buffer[]) =>
    Buffer.concat([bytes.subarray(0, at), ...parts, bytes.subarray(at)])
  const text = Buffer.from('SecretBytes')
  const isShownWithout = async (damaged: Buffer) => {
    expect(damaged.includes('Secret')).toBe(true)
    const { bytes } = await strip(damaged)
    expect(bytes.includes('Secret')).toBe(false)
    expect((await shownAnyway(bytes)).equals(await shownAnyway(damaged))).toBe(true)
  }

  it.for<[string, Buffer]>([
    ['a byte', Buffer.from([0])],
    ['0xFF and a zero', Buffer.from([0xff, 0])],
    ['text', text],
    ['a kilobyte', Buffer.alloc(1_024, 0x2a)],
  ])('JPEG: %s right after its beginning, whatever comes first', async ([, stray]) => {
    const plain = await raw().jpeg().toBuffer()
    for (const first of [
      app1,
      segment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0<SecretXmp/>')),
      segment(0xfe, text),
    ]) {
      const bytes = first[1] === 0xfe ? await raw().jpeg().withMetadata().toBuffer() : plain
      const stored = await strip(insert(bytes, 2, stray, first))
      expect(stored.type).toBe('image/jpeg')
      expect(stored.bytes.includes('Secret')).toBe(false)
      expect((await shown(stored.bytes)).equals(await shown(bytes))).toBe(true)
    }
  })

  it('JPEG: but nothing is taken for one that only begins alike', async () => {
    expect(await strip(Buffer.concat([Buffer.from([0xff, 0xd8, 0]), noise]))).toMatchObject({
      type: 'application/octet-stream',
      isSame: true,
    })
  })

  it.for<[string, Buffer[]]>([
    ['a byte', [app1, Buffer.from([0])]],
    ['text', [app1, text]],
    ['text before it', [segment(0xfe, text), text, app1]],
    ['0xFF and zeros', [app1, Buffer.from([0xff, 0, 0xff, 0xff, 0])]],
    ['RST0', [app1, Buffer.from([0xff, 0xd0])]],
    ['TEM', [app1, Buffer.from([0xff, 0x01])]],
    ['a segment of no length', [app1, Buffer.from([0xff, 0xe5, 0, 0]), text]],
  ])('JPEG: %s between its segments', async ([, parts]) => {
    await isShownWithout(insert(await raw().jpeg().toBuffer(), 2, ...parts))
  })

  it('JPEG: metadata and stray bytes between scans', async () => {
    const whole = await raw().jpeg({ progressive: true }).toBuffer()
    const scans = [...whole.keys()].filter((i) => whole[i] === 0xff && whole[i + 1] === 0xda)
    const tables = whole.indexOf(Buffer.from([0xff, 0xc4]), scans[2])
    expect(tables).toBeGreaterThan(0)
    await isShownWithout(insert(whole, tables, app1, Buffer.from([0xff, 0xd0, 0]), segment(0xfe, text)))
  })

  it('JPEG: it breaks off in a table between scans, or has no end', async () => {
    const whole = insert(await raw().jpeg({ progressive: true }).toBuffer(), 2, app1)
    const scans = [...whole.keys()].filter((i) => whole[i] === 0xff && whole[i + 1] === 0xda)
    const tables = whole.indexOf(Buffer.from([0xff, 0xc4]), scans[2])
    for (const length of [tables + 3, tables + 8, whole.length - 2, whole.length - 1]) {
      const { bytes } = await strip(whole.subarray(0, length))
      expect(bytes.includes('Secret')).toBe(false)
      expect((await sharp(bytes, { failOn: 'none' }).raw().toBuffer()).length).toBe(noise.length)
    }
  })

  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    return Buffer.from([...u32(data.length), ...body, ...u32(crc32(body))])
  }

  it.for(['caBX', 'tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME', 'prVt', 'iDOT'])('PNG: a chunk %s', async (type) => {
    await isShownWithout(insert(await raw().png().toBuffer(), 33, chunk(type, type === 'eXIf' ? exif : text)))
  })

  it('PNG: but how it looks stays', async () => {
    const chunks = [
      chunk('gAMA', Buffer.from(u32(45_455))),
      chunk('pHYs', Buffer.from([...u32(2_835), ...u32(2_835), 1])),
      chunk('bKGD', Buffer.from(u16(1, 2, 3))),
      chunk('tRNS', Buffer.from(u16(1, 2, 3))),
    ]
    expect(await strip(insert(await raw().png().toBuffer(), 33, ...chunks))).toMatchObject({ isSame: true })
  })

  it('PNG: it has no end, or breaks off in its pixels or after them', async () => {
    const whole = insert(await raw().png().toBuffer(), 33, chunk('eXIf', exif))
    await isShownWithout(whole.subarray(0, -12))
    await isShownWithout(whole.subarray(0, -20))
    await isShownWithout(whole.subarray(0, whole.length >> 1))
    await isShownWithout(insert(whole, whole.length - 12, chunk('tEXt', text)).subarray(0, -15))
  })

  it('WebP: it breaks off in its EXIF', async () => {
    const whole = await taken().webp({ lossless: true }).toBuffer()
    const { bytes } = await strip(whole.subarray(0, whole.indexOf('Secret') + 8))
    expect(bytes.includes('Secret')).toBe(false)
    expect((await sharp(bytes).raw().toBuffer()).equals(await sharp(whole).raw().toBuffer())).toBe(true)
  })

  it('GIF: it has no end, and something of a kind that nobody knows', async () => {
    const whole = await raw().gif().toBuffer()
    const unknown = Buffer.from([0x21, 0x42, text.length, ...text, 0])
    const { bytes } = await strip(Buffer.concat([whole.subarray(0, -1), unknown]))
    expect(bytes.equals(whole.subarray(0, -1))).toBe(true)
  })
})

describe('metadata is taken out of a TIFF', () => {
  const baseline: Entry[] = [
    [256, 4, 1, 2],
    [257, 4, 1, 1],
    [258, 3, 1, 8],
    [259, 3, 1, 1],
    [262, 3, 1, 1],
    [273, 4, 1, 590],
    [277, 3, 1, 1],
    [278, 4, 1, 1],
    [279, 4, 1, 2],
  ]
  const pixels = Buffer.from([7, 200])

  it('whatever its tags are, if they are not needed to show it', async () => {
    const before = tiffOf(600, {
      8: directory([
        ...baseline,
        [0x87b1, 2, 12, 330], // GeoTIFF
        [0x9003, 2, 20, 300], // EXIF, without a directory of its own
        [0xc614, 2, 12, 350], // DNG
        [0xc68b, 7, 12, 370],
        [0xcd41, 16, 2, 385],
        [0xfde8, 13, 1, 420], // a directory of nobody's
      ]),
      300: 'SecretDate 2024:01\0',
      330: 'SecretGeo|\0',
      350: 'SecretModel\0',
      370: 'SecretRaw12\0',
      385: 'SecretC2PA123456',
      420: directory([[0x0001, 2, 12, 450]]),
      450: 'SecretOwn12\0',
      590: pixels,
    })
    const { type, bytes } = await strip(before)
    expect(type).toBe('image/tiff')
    expect(bytes.includes('Secret')).toBe(false)
    expect((await sharp(bytes).toColourspace('b-w').raw().toBuffer()).equals(pixels)).toBe(true)
    expect(await strip(bytes)).toMatchObject({ isSame: true })
  })

  it('whose directory is at its end, far from its beginning', async () => {
    const before = await taken(sharp({ create: { width: 200, height: 100, channels: 3, background: '#123' } }))
      .tiff({ compression: 'none' })
      .toBuffer()
    expect(before.readUInt32LE(4)).toBeGreaterThan(16_384)
    const { type, bytes } = await strip(before)
    expect(type).toBe('image/tiff')
    expect(bytes.includes('Secret')).toBe(false)
    expect((await shown(bytes)).equals(await shown(before))).toBe(true)
  })

  it('in the directories of further pictures, one or several', async () => {
    const sub = (at: number) =>
      directory([
        [0x010f, 2, 12, at],
        [0x8825, 4, 1, at + 20],
      ])
    const place = (at: number) => directory([[2, 2, 12, at]])
    for (const pointer of [
      [0x014a, 4, 1, 200],
      [0x014a, 13, 2, 190],
    ] as Entry[]) {
      const before = tiffOf(600, {
        8: directory([...baseline, pointer]),
        190: Buffer.from(new Uint32Array([350, 200]).buffer),
        200: sub(240),
        240: 'SecretMake1\0',
        260: place(290),
        290: 'SecretPlace\0',
        ...(pointer[2] === 2 && { 350: sub(390), 390: 'SecretMake2\0', 410: place(440), 440: 'SecretThere\0' }),
        590: pixels,
      })
      const { bytes } = await strip(before)
      expect(bytes.includes('Secret')).toBe(false)
      expect((await sharp(bytes).toColourspace('b-w').raw().toBuffer()).equals(pixels)).toBe(true)
      // The directories are there still, without such entries.
      expect(bytes.readUInt16LE(200)).toBe(0)
    }
  })
})

interface MovieOptions {
  isMovieLast?: boolean
  /** Offsets and lengths of 64 bits. */
  isWide?: boolean
  /** Without a type box, as old QuickTime files. */
  isOld?: boolean
  /** More boxes in `moov`. */
  more?: Buffer[]
}

/** A video of a telephone or camera: a track of pictures, one of places, and all the boxes that say where it was taken. */
function movie(
  hidden: typeof box,
  { isMovieLast = false, isWide = false, isOld = false, more = [] }: MovieOptions = {},
) {
  const hide = (text: string) => (hidden === box ? Buffer.from(text) : Buffer.alloc(text.length))
  const frames = [noise.subarray(0, 300), noise.subarray(300, 500), noise.subarray(500, 900)]
  const places = ['SecretPlace1', 'SecretPlace22', 'SecretPlace3'].map(hide)
  // Two frames, a place; a frame, two places.
  const chunks: Buffer[][] = [[frames[0]!, frames[1]!], [places[0]!], [frames[2]!], [places[1]!, places[2]!]]
  const data = Buffer.concat(chunks.flat())
  const times = (bytes: number) => hide('SecretTimesOfAll'.slice(0, bytes))
  const header = (type: 'mvhd' | 'tkhd' | 'mdhd') => box(type, version(isWide ? 1 : 0), times(isWide ? 16 : 8), 'rest')

  function track(make: typeof box, kind: string, own: Buffer[][], dataStart: number) {
    const offsetOf = (chunk: Buffer[]) =>
      dataStart + Buffer.concat(chunks.slice(0, chunks.indexOf(chunk)).flat()).length
    const sizes = own.flat().map(({ length }) => u32(length))
    return make(
      'trak',
      header('tkhd'),
      hidden('udta', box('\xa9xyz', '\0\x14\x15\xc7SecretPlace')),
      hidden('meta', box('keys', version(0), 'SecretCamera')),
      box(
        'mdia',
        header('mdhd'),
        box('hdlr', version(0), u32(0), kind, Buffer.alloc(12), hide('SecretCamera\0')),
        box(
          'minf',
          box(kind === 'vide' ? 'vmhd' : 'gmhd', version(0)),
          box(
            'stbl',
            box('stsd', version(0), u32(0)),
            box('stsc', version(0), u32(2), ...own.map((chunk, i) => [...u32(i + 1), ...u32(chunk.length), ...u32(1)])),
            box('stsz', version(0), u32(0), u32(sizes.length), ...sizes),
            isWide
              ? box('co64', version(0), u32(own.length), ...own.map((chunk) => [...u32(0), ...u32(offsetOf(chunk))]))
              : box('stco', version(0), u32(own.length), ...own.map((chunk) => u32(offsetOf(chunk)))),
          ),
        ),
      ),
    )
  }
  const moovWith = (dataStart: number) =>
    box(
      'moov',
      header('mvhd'),
      track(box, 'vide', [chunks[0]!, chunks[2]!], dataStart),
      track(hidden, 'meta', [chunks[1]!, chunks[3]!], dataStart),
      hidden('udta', box('\xa9xyz', '\0\x14\x15\xc7+47.36+008.53/Secret'), box('loci', version(0), 'SecretLoci')),
      hidden('meta', box('keys', version(0), 'com.apple.quicktime.location.ISO6709'), box('ilst', 'Secret+47.36')),
      ...more,
      ...(isOld ? [u32(0)].map((each) => Buffer.from(each)) : []),
    )
  const ftyp = isOld ? Buffer.alloc(0) : box('ftyp', 'mp42', version(0), 'isom')
  const wideHead = Buffer.from([...u32(1), ...Buffer.from('mdat'), ...u32(0), ...u32(16 + data.length)])
  const mdat = isWide ? Buffer.concat([wideHead, data]) : box('mdat', data)
  const before = [
    ftyp,
    ...(isOld ? [box('wide')] : []),
    hidden('uuid', Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex'), '<x:xmpmeta>SecretXmp'),
    box('free', hide('SecretProgram')),
  ]
  const start = Buffer.concat(before).length + (isMovieLast ? 0 : moovWith(0).length) + mdat.length - data.length
  const rest = isMovieLast ? [mdat, moovWith(start)] : [moovWith(start), mdat]
  return Buffer.concat([...before, ...rest, hidden('SEFT', 'SecretTrailer')])
}

/** A track of metadata in so many pieces, all at one place. */
const scattered = (pieces: number) =>
  box(
    'trak',
    box(
      'mdia',
      box('hdlr', version(0), u32(0), 'meta', Buffer.alloc(13)),
      box(
        'minf',
        box(
          'stbl',
          box('stsc', version(0), u32(1), u32(1), u32(1), u32(1)),
          box('stsz', version(0), u32(1), u32(pieces)),
          box('stco', version(0), u32(pieces), Buffer.alloc(4 * pieces)),
        ),
      ),
    ),
  )

describe('metadata is taken out of a video', () => {
  it.for<[string, string, MovieOptions]>([
    ['MP4', 'video/mp4', {}],
    ['MP4 whose movie box is at its end', 'video/mp4', { isMovieLast: true }],
    ['MP4 of 64 bits', 'video/mp4', { isWide: true, isMovieLast: true }],
    ['QuickTime without a type', 'video/quicktime', { isOld: true, isMovieLast: true }],
  ])('%s: places, cameras, times and tracks of them become zeros, and nothing moves', async ([, type, options]) => {
    const before = movie(box, options)
    expect(before.toString('latin1').split('Secret').length).toBeGreaterThan(15)
    const stored = await strip(before)
    expect(stored.type).toBe(type)
    expect(stored.bytes.includes('Secret')).toBe(false)
    expect(stored.bytes.equals(movie(freed, options))).toBe(true)
    expect(await strip(stored.bytes)).toMatchObject({ isSame: true })
  })

  it('however large they are', async () => {
    const large = Buffer.alloc(300_000, 'Secret')
    const before = Buffer.concat([movie(box), box('uuid', large)])
    expect((await strip(before)).bytes.equals(Buffer.concat([movie(freed), freed('uuid', large)]))).toBe(true)
  })

  it('in fragments', async () => {
    const made = (hidden: typeof box) =>
      Buffer.concat([
        box('ftyp', 'iso5', version(0)),
        box('moov', box('mvhd', version(0), Buffer.alloc(8)), box('mvex'), hidden('udta', 'SecretPlace')),
        ...[1, 2].flatMap(() => [
          box('moof', box('mfhd'), box('traf', box('tfhd'), hidden('uuid', 'Secret'))),
          box('mdat', noise),
        ]),
      ])
    expect((await strip(made(box))).bytes.equals(made(freed))).toBe(true)
  })

  it('with whatever follows it, or where it breaks off', async () => {
    const plain = movie(freed)
    expect((await strip(Buffer.concat([plain, Buffer.from('Secret, and no box at all')]))).bytes.equals(plain)).toBe(
      true,
    )
    const cut = plain.subarray(0, plain.indexOf('mdat') + 300)
    expect(await strip(cut)).toMatchObject({ isSame: true })
  })

  it('which is refused where that cannot be done', async () => {
    const plain = movie(box)
    const damaged = {
      'without its movie': Buffer.concat([box('ftyp', 'mp42', version(0)), box('mdat', 'SecretPlace')]),
      'cut in its movie': plain.subarray(0, plain.indexOf('stco') + 6),
      'with a compressed movie': movie(box, { more: [box('cmov', 'Secret')] }),
      'with places in fragments': movie(box, { more: [box('mvex')] }),
      'with very many pieces of places': movie(box, { more: Array<Buffer>(30).fill(scattered(4_000)) }),
      'whose boxes overlap': Buffer.from(
        plain.toString('latin1').replace('\0\0\0\x0cvmhd', '\0\0\xff\x0cvmhd'),
        'latin1',
      ),
      'whose track of places is nowhere': Buffer.from(plain.toString('latin1').replaceAll('stsz', 'stz2'), 'latin1'),
    }
    for (const [what, bytes] of Object.entries(damaged))
      expect([what, await stripOrRefuse(bytes)]).toEqual([what, 'refused'])
  })
})

describe('metadata is taken out of further pictures', () => {
  it('DNG: what the camera says of itself and the place, and not how its samples are read', async () => {
    const dng = tiffOf(400, {
      8: directory([
        [0x0100, 3, 1, 8],
        [0x010f, 2, 13, 300],
        [0xc612, 1, 4, 0x401],
        [0xc61d, 4, 1, 4_095],
        [0xc62f, 2, 13, 320],
        [0x8825, 4, 1, 200],
      ]),
      200: directory([[2, 5, 3, 340]]),
      300: 'SecretCamera',
      320: 'SecretSerial',
      340: 'SecretPlace',
    })
    const { type, bytes } = await strip(dng)
    expect(type).toBe('image/x-adobe-dng')
    expect(bytes.toString('latin1')).not.toContain('Secret')
    expect(bytes.readUInt16LE(8)).toBe(3)
    expect(bytes.includes(Buffer.from([0x1d, 0xc6, 4, 0, 1, 0, 0, 0, 0xff, 0x0f]))).toBe(true)
  })

  it('JPEG XL: boxes around its codestream', async () => {
    const head = Buffer.concat([box('JXL ', [0x0d, 0x0a, 0x87, 0x0a]), box('ftyp', 'jxl ', version(0), 'jxl ')])
    const made = (...boxes: Buffer[]) => Buffer.concat([head, ...boxes])
    const picture = box('jxlc', [0xff, 0x0a], 'pixels')
    const metadata = [
      ['Exif', exif],
      ['xml ', 'Secret'],
      ['brob', 'Secret'],
      ['jbrd', 'Secret'],
    ] as const
    const { type, bytes } = await strip(made(...metadata.map(([type, what]) => box(type, what)), picture))
    expect(type).toBe('image/jxl')
    expect(bytes).toEqual(made(...metadata.map(([type, what]) => freed(type, what)), picture))
    expect(await strip(made(picture))).toMatchObject({ isSame: true })
    expect(await strip(Buffer.from([0xff, 0x0a, 1, 2, 3, 4]))).toMatchObject({ type: 'image/jxl', isSame: true })
    expect(await stripOrRefuse(made(box('Exif', exif)))).toBe('refused')
  })

  it('JPEG 2000: boxes, and comments in the codestream, before its parts and in them', async () => {
    const comment = (text: string) => Buffer.from([0xff, 0x64, ...u16(4 + text.length), 0, 1, ...Buffer.from(text)])
    const emptied = (text: string) => Buffer.concat([comment(text).subarray(0, 4), Buffer.alloc(2 + text.length)])
    const streamOf = (commentOf: typeof comment) => {
      const part = Buffer.concat([commentOf('SecretPart'), Buffer.from([0xff, 0x93]), Buffer.from('pixels \xff\x64')])
      return Buffer.concat([
        Buffer.from([0xff, 0x4f, 0xff, 0x51, 0, 4, 1, 2]),
        commentOf('SecretApp'),
        Buffer.from([0xff, 0x90, 0, 10, 0, 0, ...u32(12 + part.length), 0, 1]),
        part,
        Buffer.from([0xff, 0xd9]),
      ])
    }
    const head = [box('jP  ', [0x0d, 0x0a, 0x87, 0x0a]), box('ftyp', 'jp2 ', version(0), 'jp2 ')]
    const header = (boxOf: typeof box) => box('jp2h', box('ihdr', Buffer.alloc(14)), boxOf('xml ', 'Secret'))
    const made = Buffer.concat([...head, header(box), box('uuid', exif), box('jp2c', streamOf(comment))])
    const { type, bytes } = await strip(made)
    expect(type).toBe('image/jp2')
    expect(bytes).toEqual(Buffer.concat([...head, header(freed), freed('uuid', exif), box('jp2c', streamOf(emptied))]))
    expect((await strip(streamOf(comment))).bytes).toEqual(streamOf(emptied))
    const lost = streamOf(comment)
    lost.writeUInt16BE(0x0102, 8)
    expect(await stripOrRefuse(Buffer.concat([...head, box('jp2c', lost)]))).toBe('refused')
  })

  it('WebM: titles, tags, attachments, dates and programs, as recorders and as editors write it', async () => {
    const element = (id: string, contents: Buffer | string | Buffer[], isUnknown = false) => {
      const bytes = Array.isArray(contents) ? Buffer.concat(contents) : Buffer.from(contents)
      const size = isUnknown ? [0x01, ...Array(7).fill(0xff)] : [0x10, ...u32(bytes.length).slice(1)]
      return Buffer.concat([Buffer.from(id, 'hex'), Buffer.from(size), bytes])
    }
    const made = (isUnknown: boolean, type = 1) =>
      Buffer.concat([
        element('1a45dfa3', [element('4282', 'webm')]),
        element(
          '18538067',
          [
            element('1549a966', [
              element('2ad7b1', [Buffer.from([0x0f, 0x42, 0x40])]),
              element('7ba9', 'SecretTitle'),
              element('4461', 'SecretDt'),
              element('4d80', 'SecretApp'),
            ]),
            element('1654ae6b', [
              element('ae', [
                element('83', Buffer.from([type])),
                element('536e', 'SecretMicrophone'),
                element('86', 'V_VP8'),
              ]),
            ]),
            element('1254c367', [element('7373', 'SecretPlace')]),
            element('1f43b675', [element('e7', Buffer.from([0])), element('a3', 'pixels')], isUnknown),
            element('1941a469', 'SecretFile'),
          ],
          isUnknown,
        ),
      ])
    for (const isUnknown of [false, true]) {
      const before = made(isUnknown)
      const { type, bytes } = await strip(before)
      expect(type).toBe('video/webm')
      expect(bytes).toHaveLength(before.length)
      expect(bytes.toString('latin1')).not.toContain('Secret')
      for (const kept of ['pixels', 'V_VP8', '\x0f\x42\x40'])
        expect(bytes.includes(Buffer.from(kept, 'latin1'))).toBe(true)
      expect((await strip(bytes)).bytes).toEqual(bytes)
    }
    expect(await stripOrRefuse(made(false, 33))).toBe('refused')
  })
})

describe('a picture or video of a type that cannot be taken apart', () => {
  it('is refused, and not stored with what it says', async () => {
    const cr2 = Buffer.concat([Buffer.from('II*\0\x10\0\0\0CR\x02\0', 'latin1'), Buffer.alloc(100)])
    const types = {
      CR2: cr2,
      RAF: Buffer.from('FUJIFILMCCD-RAW 0201'.padEnd(200, '\0')),
      PSD: Buffer.from(`8BPS\0\x01${'\0'.repeat(200)}`, 'latin1'),
      NEF: Buffer.from(`II*\0\x08\0\0\0\x1c\0\xfe\0${'\0'.repeat(200)}`, 'latin1'),
      ARW: Buffer.from(`II*\0\x08\0\0\0\x01\0\xa5\xc4\x07\0\x04\0\0\0${'\0'.repeat(200)}`, 'latin1'),
      ICO: Buffer.from(`\0\0\x01\0\x01\0${'\0'.repeat(200)}`, 'latin1'),
      AVI: Buffer.from(`RIFF\x40\0\0\0AVI LIST${'\0'.repeat(60)}`, 'latin1'),
    }
    for (const [name, bytes] of Object.entries(types))
      expect([name, await stripOrRefuse(bytes)]).toEqual([name, 'refused'])
  })

  it('stays as it is where it has room for nothing else, or is a document', async () => {
    const bmp = Buffer.from(`BM${'\0'.repeat(100)}`, 'latin1')
    for (const bytes of [bmp, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><desc>x</desc></svg>')])
      expect(await strip(bytes)).toMatchObject({ isSame: true })
  })
})

describe('a picture is refused', () => {
  it('when it cannot be followed, so that what it says would stay', async () => {
    const jpeg = await taken().jpeg().toBuffer()
    const png = await taken().png().toBuffer()
    const webp = await taken().webp().toBuffer()
    const tiff = await taken().tiff().toBuffer()
    const bigTiff = Buffer.concat([Buffer.from('II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0', 'latin1'), Buffer.from('Secret')])
    const damaged = {
      'JPEG cut in its headers': jpeg.subarray(0, jpeg.indexOf(Buffer.from([0xff, 0xda]))),
      'JPEG that ends before it begins': Buffer.concat([
        jpeg.subarray(0, 2),
        Buffer.from([0xff, 0xd9]),
        jpeg.subarray(2),
      ]),
      'PNG cut in its headers': png.subarray(0, png.indexOf('IDAT') - 4),
      'WebP without a picture': webp.subarray(0, 30),
      'TIFF without its directory': tiff.subarray(0, tiff.readUInt32LE(4)),
      'TIFF with a directory cut': tiff.subarray(0, tiff.readUInt32LE(4) + 30),
      BigTIFF: bigTiff,
      'HEIC with EXIF inside other items': Buffer.from(
        heic('heic', 1, [{ type: 'Exif', parts: [exif], isInMeta: true }])
          .bytes.toString('latin1')
          .replace('\0\x01\0\x01\0\0\0\x01', '\0\x01\0\x02\0\0\0\x01'),
        'latin1',
      ),
      'HEIC without its list of items': Buffer.from(
        heic('heic', 0, [{ type: 'Exif', parts: [exif] }])
          .bytes.toString('latin1')
          .replace('iinf', 'free'),
        'latin1',
      ),
    }
    for (const [what, bytes] of Object.entries(damaged))
      expect([what, await stripOrRefuse(bytes)]).toEqual([what, 'refused'])
  })

  it('when it is in so many parts that taking them apart would cost much', async () => {
    const [start, end] = [Buffer.from([0xff, 0xd8, 0xff, 0xdb, 0, 2]), Buffer.from([0xff, 0xd9])]
    const parts = Buffer.alloc(12 * 100_001, Buffer.from([0xff, 0xfe, 0, 2, 0xff, 0xdb, 0, 4, 0, 0, 0xff, 0xff]))
    expect(await stripOrRefuse(Buffer.concat([start, parts, end]))).toBe('refused')
    const entries = Array.from({ length: 60_000 }, (): Entry => [0x010e, 2, 1, 0])
    const crowded = directory(entries)
    const chain = Buffer.concat([
      Buffer.from('II*\0\x08\0\0\0', 'latin1'),
      ...[1, 2, 3, 4].map((n) => {
        crowded.writeUInt32LE(n === 4 ? 0 : 8 + n * crowded.length, crowded.length - 4)
        return Buffer.from(crowded)
      }),
    ])
    expect(await stripOrRefuse(chain)).toBe('refused')
    const pointers = directory(Array.from({ length: 2_000 }, (): Entry => [0x014a, 4, 5_000, 8]))
    expect(await stripOrRefuse(tiffOf(30_000, { 8: pointers }))).toBe('refused')
  })
})
