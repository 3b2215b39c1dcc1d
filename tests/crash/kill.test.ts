import { describeKills, each } from './kills.ts'

await describeKills(each)
