import type { SandboxConfig } from './config.ts'
import type { Confinement } from './confinement.ts'

/** Whether programs can run here; where they cannot, a sentence for whoever may change that. */
export type Availability = { isAvailable: true; confinement: Confinement } | { isAvailable: false; reason: string }

/** What follows from the configuration and from the furthest confinement that the system allows. */
export function availabilityOf(
  { CODE_INTERPRETER }: Pick<SandboxConfig, 'CODE_INTERPRETER'>,
  confinement: Confinement,
): Availability {
  if (CODE_INTERPRETER === 'off') return { isAvailable: false, reason: 'Python is switched off: CODE_INTERPRETER=off.' }
  if (CODE_INTERPRETER === 'on' || confinement === 'namespaces') return { isAvailable: true, confinement }
  const why =
    confinement === 'limits'
      ? 'this system lets no process give up the network (unshare --user --net is refused or missing)'
      : 'a process can be confined on Linux only, with setpriv, unshare and prlimit of util-linux'
  return { isAvailable: false, reason: `Python is off, as ${why}. CODE_INTERPRETER=on accepts that.` }
}
