import type { Context } from '../context.ts'
import type { Exporter } from './channels.ts'
import type { ZipWriter } from './zip-writer.ts'

/** What an archive has. */
export interface ExportCounts {
  channels: number
  messages: number
  files: number
  channelsLeftOut: number
  filesLeftOut: number
}

/** An archive that is being written. */
export interface Export {
  ctx: Pick<Context, 'db' | 'messaging'>
  zip: ZipWriter
  exporter: Exporter
  withFiles: boolean
  maxBytes: number
  signal: AbortSignal
  /** Called now and then, with what has been written so far. */
  onProgress: (counts: Readonly<ExportCounts>) => Promise<void>
}

/** An export cannot be made, however often it is tried. */
export class ExportRefused extends Error {
  override name = 'ExportRefused'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}
