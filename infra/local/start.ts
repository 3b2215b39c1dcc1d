// `npm start`: the whole platform on this machine.
import { runInForeground } from './foreground.ts'

await runInForeground()
