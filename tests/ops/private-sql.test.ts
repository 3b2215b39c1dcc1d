import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { type ServiceName, schemaOf, serviceNames } from '@parley/contracts/services'
import { describe, expect, it } from 'vitest'
import { root, textOf } from './repository.ts'

const { views, functions } = JSON.parse(textOf('docs/published/0.1.0.json')) as Record<'views' | 'functions', object>
const published = new Set([...Object.keys(views), ...Object.keys(functions)])

function tablesOf(file: string): string[] {
  return [...textOf(file).matchAll(/^create (?:unlogged )?table (?:if not exists )?(\w+)/gm)].map(([, table]) => table!)
}

/** The tables, views and functions of each schema that are its service's alone: `messaging.reads`. */
const privateObjects = serviceNames.flatMap((service) => {
  const tables = globSync(`services/${service}/migrations/*.sql`, { cwd: root }).flatMap(tablesOf)
  const repeatables = globSync(`services/${service}/sql/*.sql`, { cwd: root }).map((file) => basename(file, '.sql'))
  return [...tables, ...repeatables].map((name) => ({ schema: schemaOf(service), name }))
})
const own = (schema: string | undefined) =>
  new Set(privateObjects.filter((object) => object.schema === schema).map(({ name }) => name))
const foreign = (schema: string | undefined) => {
  const hidden = privateObjects.filter((object) => object.schema !== schema)
  return new Set(hidden.filter(({ schema, name }) => !published.has(`${schema}.${name}`)).map(({ name }) => name))
}

/** What a text of a test names of services other than its own: tables and functions that are not published. */
function privateSqlIn(text: string, schema?: string): string[] {
  const [mine, theirs] = [own(schema), foreign(schema)]
  const literals = text.match(/`(?:\\.|[^`\\])*`|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g) ?? []
  return literals.flatMap((literal) => {
    const qualified = [...literal.matchAll(/\b([a-z_]+)\.([a-z_]+)\b/g)]
      .filter(([whole, of, name]) => of !== schema && !published.has(whole) && isObjectOf(of!, name!))
      .map(([whole]) => whole)
    if (!/^.\s*(?:--.*\n\s*)*(?:select|insert|update|delete|with|lock|truncate|vacuum)\b/i.test(literal))
      return qualified
    // A service's own role needs no schema: `insert into channel_heads` in a test of channels'.
    const unqualified = [
      ...literal.matchAll(/\b(?:from|join|into|update|table|only)\s+([a-z_]+)\b(?![.(])/g),
      ...literal.matchAll(/(?<![.\w])([a-z_]+)\(/g),
    ].map(([, name]) => name!)
    return [...qualified, ...unqualified.filter((name) => theirs.has(name) && !mine.has(name))]
  })
}
const isObjectOf = (schema: string, name: string) =>
  privateObjects.some((object) => object.schema === schema && object.name === name) ||
  (serviceNames.some((service) => schemaOf(service) === schema) && sharedTables.includes(name))

/** What packages keep in a service's schema is that service's, too. */
const sharedTables = globSync('packages/*/migrations/*.sql', { cwd: root }).flatMap(tablesOf)

/** Suites about what several schemas have in common, or about the tables of a package in one of them; and this one. */
const exempt = ['tests/foundation/', 'packages/kit/tests/', 'packages/files/tests/', 'tests/ops/private-sql.test.ts']

const files = globSync(['services/*/tests/**/*.ts', 'tests/**/*.ts', 'packages/*/tests/**/*.ts'], { cwd: root }).filter(
  (file) => !file.includes('node_modules') && !exempt.some((folder) => file.startsWith(folder)),
)

describe('private SQL', () => {
  it('of a service is in its own tests, and in `rows/` of packages/testing for those of others', () => {
    const found = files.flatMap((file) => {
      const [, service] = /^services\/([^/]+)\//.exec(file) ?? []
      const names = privateSqlIn(textOf(file), service && schemaOf(service as ServiceName))
      return names.map((name) => `${file}: ${name}`)
    })
    expect(found).toEqual([])
  })

  it.each([
    ['a table of another schema', '`select from channels.members`'],
    ['a function of another schema', '`select channels.add_members($1)`'],
    ['a table of another role', '`insert into channel_heads (channel_id) values ($1)`'],
    ['a function of another role', '`select * from post_message($1)`'],
    ['a table that every schema has', '`delete from channels.outbox`'],
    ['a table on its own', "lockTable('messaging.messages')"],
  ])('is found: %s', (_what, text) => expect(privateSqlIn(text, 'gateway')).toHaveLength(1))

  it.each([
    ['what is published', '`select channels.join($1) from channels.access`'],
    ['what is the service’s own', '`insert into members select * from gateway.members`'],
    ['prose', "'takes people from messages'"],
  ])('is not %s', (_what, text) => expect(privateSqlIn(text, 'gateway')).toEqual([]))
})
