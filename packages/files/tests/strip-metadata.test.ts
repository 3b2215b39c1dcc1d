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
