import { readFile } from 'node:fs/promises'
import {
  currentVersion,
  findPublished,
  missingOf,
  type Published,
  publishedVersions,
  readPublished,
} from '@parley/schema/published'
import { createTestDatabase } from '@parley/testing/database'
import { describe, expect, it } from 'vitest'

const { query } = await createTestDatabase()
const published = await findPublished(query)
const version = await currentVersion()
const versions = await publishedVersions()

describe('what services show each other', () => {
  it('is what docs/published lists of this version; `pnpm db:published` writes it', async () => {
    expect(published).toEqual(await readPublished(version))
  })

  it('still has all that the release before showed, for its replicas that run on', async () => {
    const before = versions[versions.indexOf(version) - 1]
    expect(before === undefined ? [] : missingOf(await readPublished(before), published)).toEqual([])
  })
})

/** A row of the table in docs/architecture.md: what it is, its name, its arguments, its description, who may use it. */
const tableRow = /^\| (view|function) `([\w.]+)(?:\(([^`]*)\))?` \| (.*) \| ([\w, ]+) \|$/gm
const listOf = (text: string | undefined) => (text ?? '').split(',').map((each) => each.trim())

describe('the table of docs/architecture.md', async () => {
  const page = await readFile(new URL('../../docs/architecture.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(tableRow)].map(([, kind, name, given, text, roles]) => ({
    kind,
    name,
    takes: kind === 'view' ? listOf(/`\(([^)]*)\)`/.exec(text!)?.[1]) : listOf(given).length,
    grantedTo: listOf(roles).sort(),
  }))
  const granted = (roles: string[]) => roles.map((role) => role.replace(/^parley_/, '')).sort()
  const byName = (a: { name?: string }, b: { name?: string }) => (a.name! < b.name! ? -1 : 1)

  it('has each view with its columns, each function with as many arguments as it takes, and who may use it', () => {
    expect(rows.sort(byName)).toEqual(
      [
        ...Object.entries(published.views).map(([name, { columns, grantedTo }]) => ({
          kind: 'view',
          name,
          takes: Object.keys(columns),
          grantedTo: granted(grantedTo),
        })),
        ...Object.entries(published.functions).flatMap(([name, overloads]) =>
          overloads.map((each) => ({
            kind: 'function',
            name,
            takes: each.arguments.length,
            grantedTo: granted(each.grantedTo),
          })),
        ),
      ].sort(byName),
    )
  })
})

describe('against an earlier list', () => {
  const argument = (name: string, type = 'uuid', hasDefault = false) => ({ name, type, hasDefault })
  const earlier: Published = {
    views: { 'channels.access': { columns: { id: 'uuid', name: 'text' }, grantedTo: ['parley_messaging'] } },
    functions: {
      'channels.join': [
        { arguments: [argument('workspace'), argument('by')], result: 'boolean', grantedTo: ['parley_messaging'] },
      ],
    },
  }
  const change = (alter: (list: Published) => void) => {
    const list = structuredClone(earlier)
    alter(list)
    return missingOf(earlier, list)
  }

  it('more columns, overloads, grants, and arguments with defaults are no loss', () => {
    expect(
      change(({ views, functions }) => {
        views['channels.access']!.columns.topic = 'text'
        views['channels.access']!.grantedTo.push('parley_gateway')
        functions['channels.join']![0]!.arguments.push(argument('trace', 'jsonb', true))
        functions['channels.join']!.unshift({ arguments: [], result: 'void', grantedTo: [] })
      }),
    ).toEqual([])
  })

  it.each<[string, (list: Published) => void]>([
    ['a view that is gone', ({ views }) => delete views['channels.access']],
    ['a column that is gone', ({ views }) => delete views['channels.access']!.columns.name],
    ['a column of another type', ({ views }) => Object.assign(views['channels.access']!.columns, { id: 'text' })],
    ['a view taken from a role', ({ views }) => views['channels.access']!.grantedTo.pop()],
    ['a function that is gone', ({ functions }) => delete functions['channels.join']],
    ['another result', ({ functions }) => Object.assign(functions['channels.join']![0]!, { result: 'void' })],
    [
      'an argument renamed',
      ({ functions }) => Object.assign(functions['channels.join']![0]!.arguments[1]!, { name: 'x' }),
    ],
    [
      'an argument that must be given',
      ({ functions }) => functions['channels.join']![0]!.arguments.push(argument('more')),
    ],
    ['a function taken from a role', ({ functions }) => functions['channels.join']![0]!.grantedTo.pop()],
  ])('%s is a loss', (_, alter) => {
    expect(change(alter)).not.toEqual([])
  })
})
