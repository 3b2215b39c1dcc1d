import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { avatarPixels } from '@parley/contracts/identity/avatars'
import { createPictures } from '@parley/files/pictures'
import { createSpool } from '@parley/files/spool'
import { createGate } from '@parley/kit/gate'
import { OutsideError } from '@parley/kit/outside/error'
import { createOutsideFetch } from '@parley/kit/outside/fetch'
import type { Sharing } from '@parley/kit/route'
import type { GatewayContext } from '../context.ts'
import { pictureFolder } from './picture-spool.ts'
import { deleteExpiredForeignAvatars, findForeignAvatar, putForeignAvatar } from './store/foreign-avatars.ts'

/** Pictures that are loaded at once, in all and of one server, and those that one address waits for. */
const atOnce = { total: 16, host: 4, ip: 8 }
const maxWaiting = { total: 1_000, perHolder: 200 }
const maxWaitMs = 10_000
const maxBytes = 2 * 1024 * 1024
const timeoutMs = 10_000
const maxRedirects = 3
const keptMs = 24 * 3_600_000
/** Until a picture that could not be had is asked for again. */
const failureKeptMs = 10 * 60_000
const sweepEveryMs = 60_000
/** A picture has some 10 KB. */
const maxKept = 10_000

/** Who asks for a picture, and their share of the connections to the database. */
interface Asking extends Sharing {
  ip: string
}

/** Pictures of other servers: fetched once for everybody, and kept for a day as squares. */
export function createForeignAvatars({ db, config, log, metrics, every, onClose }: GatewayContext) {
  const outside = createOutsideFetch({ allowed: config.OUTSIDE_ALLOWED })
  onClose('calls for pictures of other servers', outside.close)
  // Decoded beside those that people upload, which must not wait for them.
  const pictures = createPictures(log)
  const askers = createGate({ name: 'foreign pictures', shares: { ip: atOnce.ip }, maxWaiting, maxWaitMs })
  const loads = createGate({
    name: 'foreign pictures',
    atOnce: atOnce.total,
    shares: { host: atOnce.host },
    maxWaiting,
    maxWaitMs,
    metrics,
  })
  const spool = createSpool(pictureFolder, loads)
  const loading = new Map<string, Promise<Buffer | undefined>>()
  every('sweep-foreign-avatars', sweepEveryMs, () => deleteExpiredForeignAvatars(db, maxKept))

  /** Undefined where there is no such picture, or none that is shown. */
  async function fetchSquare(url: URL, folder: string): Promise<Buffer | undefined> {
    const bytes = await fetchBytes(url)
    if (!bytes) return undefined
    await mkdir(folder, { recursive: true })
    const path = join(folder, 'picture')
    await writeFile(path, bytes)
    const square = await pictures.square(path, avatarPixels, {})
    return square && (await readFile(square.path))
  }

  async function fetchBytes(url: URL): Promise<Uint8Array | undefined> {
    try {
      const answer = await outside.fetch(url, { headers: { Accept: 'image/*' }, maxBytes, timeoutMs, maxRedirects })
      if (answer.ok) return await answer.bytes()
      await answer.body?.cancel()
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error
      log.debug({ err: error }, 'a picture of another server cannot be fetched')
    }
    return undefined
  }

  async function load(url: URL, { withinShare }: Sharing): Promise<Buffer | undefined> {
    // Whoever came while it was being loaded may have waited for a turn.
    const known = await withinShare(() => findForeignAvatar(db, url.href))
    if (known) return known.content ?? undefined
    const content = await spool.within({ host: url.hostname }, (folder) => fetchSquare(url, folder))
    const expiresAt = new Date(Date.now() + (content ? keptMs : failureKeptMs))
    await withinShare(() => putForeignAvatar(db, url.href, { content: content ?? null, expiresAt }))
    return content
  }

  /** As `load`, but once at a time for a URL. */
  function loadOnce(url: URL, sharing: Sharing): Promise<Buffer | undefined> {
    const { href } = url
    let loaded = loading.get(href)
    if (!loaded) {
      loaded = load(url, sharing).finally(() => loading.delete(href))
      loading.set(href, loaded)
    }
    return loaded
  }

  return {
    /**
     * The picture at a URL as a square WebP; undefined where it cannot be had, or is none that is shown.
     *
     * @throws ServiceError 429 or 503 where too many are being loaded
     */
    async find(url: URL, { ip, withinShare }: Asking): Promise<Buffer | undefined> {
      const known = await withinShare(() => findForeignAvatar(db, url.href))
      if (known) return known.content ?? undefined
      return askers.pass({ ip }, () => loadOnce(url, { withinShare }))
    },
  }
}
