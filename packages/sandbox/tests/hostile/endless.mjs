// Waits for ever, whatever becomes of its input.
import { writeSync } from 'node:fs'

writeSync(1, 'ready\n')
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
