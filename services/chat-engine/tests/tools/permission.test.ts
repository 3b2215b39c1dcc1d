import type { Permission } from '@parley/contracts/tools/tools'
import { describe, expect, it } from 'vitest'
import type { SetPolicy } from '../../src/store/tool-policies.ts'
import { permissionOf } from '../../src/tools/permission.ts'

const set = (twinId: string | null, permission: Permission, digest: string | null = null): SetPolicy => ({
  tool: 'a',
  twinId,
  permission,
  digest,
})

describe('what applies to a tool', () => {
  it.each<[Permission, Permission | null, Permission | null, Permission]>([
    // its own, the workspace's, the twin's: what applies
    ['allow', null, null, 'allow'],
    ['ask', null, null, 'ask'],
    ['allow', 'ask', null, 'ask'],
    ['allow', 'deny', null, 'deny'],
    ['ask', 'allow', null, 'allow'],
    ['ask', 'deny', null, 'deny'],
    ['ask', null, 'allow', 'ask'],
    ['allow', null, 'ask', 'ask'],
    ['allow', 'deny', 'allow', 'deny'],
    ['ask', 'allow', 'deny', 'deny'],
    ['ask', 'allow', 'ask', 'ask'],
    ['ask', 'allow', 'allow', 'allow'],
  ])('is by itself %s, in the workspace %s, with the twin %s: %s', (byDefault, workspace, twin, expected) => {
    const policies = [
      ...(workspace === null ? [] : [set(null, workspace)]),
      ...(twin === null ? [] : [set('t', twin)]),
      { ...set(null, 'deny'), tool: 'another' },
    ]
    expect(permissionOf({ name: 'a', byDefault, digest: null }, policies)).toBe(expected)
  })

  it('is asked for again once a tool that was allowed describes itself otherwise', () => {
    const now = (digest: string) => ({ name: 'a', byDefault: 'ask' as const, digest })
    expect(permissionOf(now('then'), [set(null, 'allow', 'then')])).toBe('allow')
    expect(permissionOf(now('changed'), [set(null, 'allow', 'then')])).toBe('ask')
    expect(permissionOf(now('changed'), [set(null, 'deny', 'then')])).toBe('deny')
  })
})
