import { onTestFinished } from 'vitest'

interface Closable {
  close(): Promise<unknown>
}

const open: Closable[] = []

/** Closes something when the test that opened it ends, or else when the test file does; last opened, first closed. */
export function closeAfterwards(thing: Closable): void {
  try {
    onTestFinished(async () => {
      await thing.close()
    })
  } catch {
    open.push(thing) // opened at the top of the file or in a hook
  }
}

/** For the setup that runs before every test file. */
export async function closeAll(): Promise<void> {
  for (let thing = open.pop(); thing; thing = open.pop()) await thing.close()
}
