import { describeKills } from './kills.ts'

// The others are killed in the other suites of this folder, and all of them here as well in `test:long`.
await describeKills([['channels'], ['messaging'], ['chat-engine'], ['gateway-2'], ['redis'], ['postgres']])
