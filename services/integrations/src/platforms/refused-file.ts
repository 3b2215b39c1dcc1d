import type { OutgoingFile } from './platform.ts'

/**
 * A file that cannot go out: the platform takes none like it, or it cannot be read here any more. Trying again would not
 * help; its message is sent with its name.
 */
export class RefusedFile extends Error {
  readonly file: Pick<OutgoingFile, 'name'>

  constructor(file: Pick<OutgoingFile, 'name'>, options: { cause?: unknown } = {}) {
    super(`${file.name} cannot be sent.`, options)
    this.file = file
  }
}
