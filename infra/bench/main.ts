// pnpm bench [row …] [--rounds N] [--seconds N] [--no-keep]   measures, prints a table, keeps it as JSON
// pnpm bench replay <slack-export.zip> …                      see replay/main.ts
// pnpm bench ask [<slack-export.zip>] …                       see ask/main.ts
// pnpm bench growth [explain] --export <slack-export.zip> …   see growth/main.ts
// pnpm bench desk …                                           see desk/main.ts
import { parseArgs } from 'node:util'
import { startStack } from '@parley/local/supervisor'
import { positive } from './arguments.ts'
import { askCommand } from './ask/main.ts'
import { deskCommand } from './desk/main.ts'
import { growthCommand } from './growth/main.ts'
import { printMeasured } from './measured.ts'
import { unreachedLimits } from './population.ts'
import { replayCommand } from './replay/main.ts'
import type { Row } from './report.ts'
import { bridge } from './rows/bridge.ts'
import { chatStreams } from './rows/chat-streams.ts'
import { coldStart } from './rows/cold-start.ts'
import { consolePage } from './rows/console.ts'
import { delivery } from './rows/delivery.ts'
import { durableSends } from './rows/durable-sends.ts'
import { gatewayAgainstProxies } from './rows/gateway-proxy.ts'
import { idleSockets } from './rows/idle-sockets.ts'
import { imports } from './rows/import.ts'
import { programs } from './rows/programs.ts'
import { sendsBesideImport } from './rows/sends-beside-import.ts'
import type { Measure } from './rows/setting.ts'
import { webhooks } from './rows/webhooks.ts'

const measures: Record<string, Measure> = {
  gateway: gatewayAgainstProxies,
  sends: durableSends,
  delivery,
  sockets: idleSockets,
  start: coldStart,
  streams: chatStreams,
  programs,
  import: imports,
  'import-sends': sendsBesideImport,
  bridge,
  webhooks,
  console: consolePage,
}

async function measureRows(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '5' },
      'no-keep': { type: 'boolean', default: false },
    },
  })
  const wanted = positionals.length > 0 ? positionals : Object.keys(measures)
  for (const name of wanted)
    if (!measures[name])
      throw new Error(`${name} is no row; there are ${Object.keys(measures).join(', ')}, replay, ask, growth and desk.`)
  const rounds = positive('rounds', values.rounds)
  const seconds = positive('seconds', values.seconds)
  await printMeasured(() => measureEach(wanted, { rounds, seconds }), !values['no-keep'])
}

async function measureEach(names: readonly string[], each: { rounds: number; seconds: number }): Promise<Row[]> {
  const log = (line: string) => console.error(line)
  log('Starting the platform.')
  // What a row stands for another company's server is on this machine.
  const OUTSIDE_ALLOWED = '127.0.0.0/8'
  const stack = await startStack({ env: { ...process.env, ...unreachedLimits, OUTSIDE_ALLOWED } })
  const rows: Row[] = []
  try {
    for (const name of names)
      rows.push(...(await measures[name]!({ stack, ...each, log: (line) => log(`${name}: ${line}`) })))
    return rows
  } finally {
    await stack.stop()
  }
}

const args = process.argv.slice(process.argv[2] === '--' ? 3 : 2)
const [first, ...rest] = args
let exitCode = 0
try {
  if (first === 'replay') exitCode = await replayCommand(rest)
  else if (first === 'ask') exitCode = await askCommand(rest)
  else if (first === 'growth') await growthCommand(rest)
  else if (first === 'desk') await deskCommand(rest)
  else await measureRows(args)
} catch (error) {
  console.error((error as Error).message)
  exitCode = 1
}
// Sockets that a failed measurement left open would keep the process alive.
process.exit(exitCode)
