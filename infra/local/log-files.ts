import { closeSync, constants, copyFileSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs'

const LARGEST_BYTES = 10 * 1024 * 1024
const LOOK_EVERY_MS = 250
const LINES_PER_LOOK = 20

export type FollowedLog = {
  /** Given to a process as its stdout and stderr: it writes to the file itself and never waits for a reader. */
  fd: number
  /** Reads what has been written since the last look. */
  look(): void
  close(): void
}

/**
 * Opens a log for a process to append to, and follows it: `report` receives warnings and errors, one line at a time.
 * At 10 MB it moves to `<file>.1`, replacing the one before.
 */
export function followLog(file: string, report: (line: string) => void): FollowedLog {
  const fd = openSync(file, 'a+', 0o600)
  let position = fstatSync(fd).size
  let unfinished = ''
  const chunk = Buffer.alloc(256 * 1024)

  function look() {
    let shown = 0
    let omitted = 0
    for (;;) {
      const bytes = readSync(fd, chunk, 0, chunk.length, position)
      if (bytes === 0) break
      position += bytes
      const lines = (unfinished + chunk.toString('utf8', 0, bytes)).split('\n')
      unfinished = lines.pop()!.slice(-chunk.length)
      for (const line of lines) {
        const trouble = readTrouble(line)
        if (trouble === undefined) continue
        if (shown < LINES_PER_LOOK) report(trouble)
        else omitted++
        shown++
      }
    }
    if (omitted > 0) report(`… and ${omitted} more, see ${file}`)
    if (position > LARGEST_BYTES) rotate()
  }

  function rotate() {
    try {
      copyFileSync(file, `${file}.1`, constants.COPYFILE_FICLONE)
    } catch {
      // no room to keep the old one; this one stays bounded all the same
    }
    ftruncateSync(fd) // the writers append, so they continue at its new end
    position = 0
    unfinished = ''
  }

  const timer = setInterval(look, LOOK_EVERY_MS)
  timer.unref()
  return {
    fd,
    look,
    close() {
      clearInterval(timer)
      look()
      closeSync(fd)
    },
  }
}

const LEVELS: Record<number, string> = { 40: 'warning', 50: 'error', 60: 'fatal' }

/** A line of a service's log as a person reads it; undefined for what is not worth a look. */
export function readTrouble(line: string): string | undefined {
  if (line.trim() === '') return undefined
  if (!line.startsWith('{')) return line
  if (!/"level":[456]0\b/.test(line)) return undefined
  try {
    const { level, msg, err } = JSON.parse(line) as { level: number; msg?: string; err?: { message?: string } | string }
    const cause = (typeof err === 'string' ? err : err?.message)?.split('\n')[0]
    const said = [...new Set([msg, cause])].filter(Boolean).join(': ')
    return `${LEVELS[level] ?? level}: ${said || line}`
  } catch {
    return line
  }
}
