import type { Readable } from 'node:stream'
import type { ByteRange } from '@parley/kit/content'

/** A file on the local disk that is to be stored. */
export interface Source {
  path: string
  /** Bytes. */
  size: number
  type: string
}

/** Stores the bytes of files as objects with a key. What its methods fail with is answered as a 503. */
export interface FileStore {
  /** Keeps a file under a key that no other has; it is there whole, or this throws. */
  write(key: string, source: Source): Promise<void>
  /** Opens a part of an object. */
  open(key: string, range: ByteRange): Promise<Readable>
  /** Removes an object; one that is not there is removed already. */
  remove(key: string): Promise<void>
  /** Throws when nothing could be kept right now. */
  check(): Promise<void>
  close(): Promise<void>
}
