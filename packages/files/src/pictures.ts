import { stat } from 'node:fs/promises'
import { createGate, type Holders } from '@parley/kit/gate'
import type { Log } from '@parley/kit/log'
import type { Metrics } from '@parley/kit/metrics'

export interface Picture {
  width: number
  height: number
  thumbnail: { path: string; size: number }
}

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

/** Measures pictures and makes their thumbnails, one at a time. */
export function createPictures(log: Log, metrics?: Metrics) {
  const gate = createGate({ name: 'pictures', atOnce: 1, shares: { person: 1 }, maxWaiting, maxWaitMs, metrics })
  let loading: ReturnType<typeof loadSharp> | undefined

  async function look(path: string): Promise<Picture> {
    loading ??= loadSharp()
    const sharp = await loading
    const options = { limitInputPixels: maxPixels, failOn: 'error', sequentialRead: true } as const
    const { autoOrient } = await sharp(path, options).metadata()
    const thumbnailPath = `${path}-thumbnail`
    await sharp(path, options)
      .autoOrient()
      .resize(thumbnailPixels, thumbnailPixels, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .timeout({ seconds: timeoutSeconds })
      .toFile(thumbnailPath)
    const { size } = await stat(thumbnailPath)
    return { width: autoOrient.width, height: autoOrient.height, thumbnail: { path: thumbnailPath, size } }
  }

  /** Undefined when it is too large, broken, or not a picture after all. */
  return async function pictureOf(path: string, holders: Holders): Promise<Picture | undefined> {
    try {
      return await gate.pass(holders, () => look(path))
    } catch (error) {
      log.debug({ err: error }, 'a picture cannot be shown')
      return undefined
    }
  }
}

export type Pictures = ReturnType<typeof createPictures>
