import { ensureApps } from './apps.ts'

/** For vitest: what tests load into a browser is built before the first runs. Where it cannot be, they alone fail. */
export default async function setup(): Promise<void> {
  const failure = await ensureApps()
  if (failure) console.error(`The applications could not be built: ${failure}`)
}
