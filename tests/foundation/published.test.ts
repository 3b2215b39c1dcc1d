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
