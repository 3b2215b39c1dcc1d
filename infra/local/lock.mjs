// Plain JavaScript, because the bootstrap uses it on Node 18, before anything is installed.
import { spawnSync } from 'node:child_process'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/** @typedef {{ pid: number, started: string }} Holder */

/**
 * Takes the lock file at `path` for this process. A lock whose holder has ended, or whose pid now belongs to
 * another process, is taken over.
 * @param {string} path
 * @returns {{ held: true, release: () => void } | { held: false, pid: number }}
 */
export function tryLock(path) {
  /** @type {Holder} */
  const mine = { pid: process.pid, started: startOf(process.pid) }
  const unique = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`
  writeFileSync(unique, `${JSON.stringify(mine)}\n`, { mode: 0o600 })
  try {
    for (;;) {
      try {
        linkSync(unique, path) // all or nothing: nobody ever reads a half-written lock
        return { held: true, release: () => releaseLock(path, mine) }
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error
      }
      const holder = readHolder(path)
      if (holder && isAlive(holder)) return { held: false, pid: holder.pid }
      takeAway(path, holder)
    }
  } finally {
    rmSync(unique, { force: true })
  }
}

/** @param {string} path @param {Holder} mine */
function releaseLock(path, mine) {
  const holder = readHolder(path)
  if (holder?.pid === mine.pid && holder.started === mine.started) rmSync(path, { force: true })
}

/**
 * Removes a stale lock, and puts it back when another process replaced it in between.
 * @param {string} path @param {Holder | undefined} judged
 */
function takeAway(path, judged) {
  const aside = `${path}.stale.${process.pid}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  const taken = readHolder(aside)
  if (taken && taken.pid !== judged?.pid) {
    try {
      linkSync(aside, path)
    } catch {
      // a third process holds it by now
    }
  }
  rmSync(aside, { force: true })
}

/** @param {string} path @returns {Holder | undefined} */
function readHolder(path) {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8'))
    return Number.isInteger(holder.pid) ? holder : undefined
  } catch {
    return undefined
  }
}

/** @param {Holder} holder */
function isAlive(holder) {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false
  }
  return startOf(holder.pid) === holder.started
}

/**
 * When a process started, in a form that differs from any other process that ever had its pid.
 * @param {number} pid
 */
function startOf(pid) {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The second field, the command's name, may itself hold spaces and brackets.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (fields[0] === 'Z' || fields[0] === 'X') return 'gone' // dead, though nobody has asked how it ended
      const ticks = fields[19]
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${ticks}`
    } catch {
      return 'gone'
    }
  }
  const ps = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
  return ps.stdout?.trim() || 'gone'
}

/** @param {unknown} error */
function codeOf(error) {
  return /** @type {NodeJS.ErrnoException} */ (error)?.code
}
