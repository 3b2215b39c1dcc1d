import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { createGate, type Holders } from '@parley/kit/gate'
import type { Log } from '@parley/kit/log'
import type { Metrics } from '@parley/kit/metrics'
import type { ResizeOptions, Sharp } from 'sharp'
import type { SpooledFile } from './spool.ts'

export interface Picture {
  width: number
  height: number
  thumbnail: { path: string; size: number }
}

/** A picture that was made of another one; its digest is the SHA-256 in hex. */
export type Square = Pick<SpooledFile, 'path' | 'size' | 'digest'>

/** Beyond this a picture is a file like any other. A decoder may need some bytes for each. */
const maxPixels = 50_000_000
const thumbnailPixels = 480
const timeoutSeconds = 10
/** So that a heap of pictures cannot keep an answer waiting: those whose turn does not come are plain files. */
const maxWaitMs = 15_000
const maxWaiting = { total: 1_000, perHolder: 100 }

/** Loaded with the first picture: it is large, and many a process never sees one. */
async function loadSharp() {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  // Only what thumbnails are made of: libvips reads much else, some of it with libraries of little renown.
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: loaders.map((name) => `VipsForeignLoad${name}`) })
  return sharp
}

const loaders = ['Png', 'Jpeg', 'Webp', 'Nsgif', 'Heif', 'Tiff']

/** Measures pictures and makes smaller ones of them, one at a time. */
export function createPictures(log: Log, metrics?: Metrics) {
  const gate = createGate({ name: 'pictures', atOnce: 1, shares: { person: 1 }, maxWaiting, maxWaitMs, metrics })
  let loading: ReturnType<typeof loadSharp> | undefined

  async function open(path: string): Promise<Sharp> {
    loading ??= loadSharp()
    return (await loading)(path, { limitInputPixels: maxPixels, failOn: 'error', sequentialRead: true })
  }

  /** Nothing but what is shown is written: no metadata. */
  async function writeScaled(path: string, to: string, pixels: number, fit: ResizeOptions): Promise<number> {
    await (await open(path))
      .autoOrient()
      .resize(pixels, pixels, fit)
      .webp({ quality: 80 })
      .timeout({ seconds: timeoutSeconds })
      .toFile(to)
    return (await stat(to)).size
  }

  return {
    /** Undefined when it is too large, broken, not a picture after all, or its turn does not come. */
    async measure(path: string, holders: Holders): Promise<Picture | undefined> {
      try {
        return await gate.pass(holders, async () => {
          const { autoOrient } = await (await open(path)).metadata()
          const thumbnail = `${path}-thumbnail`
          const size = await writeScaled(path, thumbnail, thumbnailPixels, { fit: 'inside', withoutEnlargement: true })
          return { width: autoOrient.width, height: autoOrient.height, thumbnail: { path: thumbnail, size } }
        })
      } catch (error) {
        log.debug({ err: error }, 'a picture cannot be shown')
        return undefined
      }
    },

    /**
     * The middle of a picture as a square WebP of so many pixels; undefined when it is too large, broken, or not a picture
     * after all.
     *
     * @throws ServiceError 429 or 503 when its turn does not come
     */
    square: (path: string, pixels: number, holders: Holders): Promise<Square | undefined> =>
      gate.pass(holders, async () => {
        const square = `${path}-square`
        try {
          const size = await writeScaled(path, square, pixels, { fit: 'cover' })
          const digest = createHash('sha256').update(await readFile(square))
          return { path: square, size, digest: digest.digest('hex') }
        } catch (error) {
          log.debug({ err: error }, 'a picture cannot be made a square')
          return undefined
        }
      }),
  }
}

export type Pictures = ReturnType<typeof createPictures>
