// Brings every schema up to date and creates the services' roles; nothing else does.
import { readFileSync } from 'node:fs'
import { envName, type ServiceName, serviceNames } from '@parley/contracts/services'
import { migrateAll } from '@parley/kit/migrate'
import { explain, Problem } from '@parley/kit/problem'

function required(name: string): string {
  const file = process.env[`${name}_FILE`]
  const value = process.env[name] || (file && readFileSync(file, 'utf8').trim())
  if (!value) throw new Problem(`${name} is not set.`)
  return value
}

try {
  const adminUrl = required('DATABASE_URL')
  const roles = Object.fromEntries(serviceNames.map((name) => [name, required(`${envName(name)}_DATABASE_URL`)]))
  await migrateAll({ adminUrl, roles: roles as Record<ServiceName, string>, log: (line) => console.log(line) })
} catch (error) {
  console.error(error)
  console.error(explain(error))
  process.exitCode = 1
}
