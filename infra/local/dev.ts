// `pnpm dev`: the whole platform, with services that start again when their sources change.
import { parseArgs } from 'node:util'
import { type ServiceName, serviceNames } from '@parley/contracts/services'
import { runInForeground } from './foreground.ts'

const { values, positionals } = parseArgs({
  options: { filter: { type: 'string', short: 'F', multiple: true } },
  allowPositionals: true,
})
const wanted = [...(values.filter ?? []), ...positionals].map((name) => name.replace(/^@parley\//, ''))
const unknown = wanted.find((name) => !serviceNames.includes(name as ServiceName))
if (unknown) {
  console.error(`There is no service ${unknown}; the services are ${serviceNames.join(', ')}.`)
  process.exit(1)
}
await runInForeground({ watch: wanted.length > 0 ? (wanted as ServiceName[]) : serviceNames })
