import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '@parley/local/root'
import { positive } from '../arguments.ts'
import { printMeasured } from '../measured.ts'
import { measureDesk } from './measure.ts'
import { type DeskSite, openDeskSite } from './population.ts'

const log = (line: string) => console.error(line)

/** `desk`: fills a database of each size where there is none yet, then measures what a desk does all day in each of them. */
export async function deskCommand(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: {
      sizes: { type: 'string', default: '10000,1000000' },
      data: { type: 'string', default: join(root, '.parley/desk') },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '1' },
      'no-keep': { type: 'boolean', default: false },
    },
  })
  const sizes = values.sizes.split(',').map((size) => positive('sizes', size))
  const rounds = positive('rounds', values.rounds)
  const seconds = positive('seconds', values.seconds)
  const sites: DeskSite[] = []
  try {
    for (const size of sizes.toSorted((a, b) => a - b)) {
      const logHere = (line: string) => log(`${size.toLocaleString('en')}: ${line}`)
      sites.push(await openDeskSite(size, { data: values.data, log: logHere }))
    }
    await printMeasured(() => measureDesk(sites, { rounds, seconds, log }), !values['no-keep'])
  } finally {
    await Promise.all(sites.map(({ stack }) => stack.stop()))
  }
}
