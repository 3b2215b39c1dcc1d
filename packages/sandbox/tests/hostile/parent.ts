// Starts a confined process that waits for ever, and says which, once it is ready.
import { type Confinement, spawnConfined } from '../../src/confinement.ts'

const [, , confinement, script = ''] = process.argv
const child = spawnConfined(confinement as Confinement, { file: script, args: [], readable: [script] })
child.stdout.once('data', () => console.log(child.pid))
