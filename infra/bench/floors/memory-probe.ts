// Loaded into a process with --import: answers SIGUSR2 with its memory after two full collections.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

process.on('SIGUSR2', () => {
  collect()
  collect()
  process.send?.({ memory: process.memoryUsage() })
})
