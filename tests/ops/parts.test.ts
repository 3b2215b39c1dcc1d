import { spawnSync } from 'node:child_process'
import { partOf, parts, testFiles } from '@parley/testing/parts'
import { describe, expect, it } from 'vitest'
import { root, textOf } from './repository.ts'

describe('the parts of the tests', () => {
  it('have every test file of the repository', () => {
    const { stdout } = spawnSync('git', ['ls-files', '*.test.*', '*.spec.*'], { cwd: root, encoding: 'utf8' })
    const tracked = stdout.split('\n').filter(Boolean)
    expect(tracked.length).toBeGreaterThan(100)
    expect(testFiles()).toEqual(expect.arrayContaining(tracked))
  })

  it('depend on what a test imports', () => {
    expect(partOf('packages/contracts/tests/ids.test.ts')).toBe('unit')
    expect(partOf('services/channels/tests/delete-channel.test.ts')).toBe('integration')
    expect(partOf('tests/realtime/audience.test.ts')).toBe('acceptance')
    expect(new Set(testFiles().map(partOf))).toEqual(new Set(parts))
  })

  it.each(parts)('can be run alone: %s', (part) => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }
    expect(scripts[`test:${part}`]).toBe(`TEST_PART=${part} ${scripts.test}`)
  })
})
