/** Somebody has stopped the run. */
export class RunStopped extends Error {}

/** The run is not this process's any more: another one ends it, or goes on with it. */
export class RunLost extends Error {}
