import { describeKills, each, pairs } from './kills.ts'

await describeKills([...each, ...pairs])
