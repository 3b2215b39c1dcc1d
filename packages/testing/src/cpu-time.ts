/** Milliseconds of processor time that synchronous work takes: what else the machine is busy with does not count. */
export function cpuMsOf(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
