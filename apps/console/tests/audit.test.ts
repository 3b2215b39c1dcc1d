import { endpoints } from '@parley/contracts/catalog'
import { describe, expect, it } from 'vitest'
import { actionGroups, areaOf } from '../src/admin/audit/actions.ts'
import { addressOf, filtersOf, queryOf } from '../src/admin/audit/filters.ts'
import { en } from '../src/admin/audit/texts/en.ts'

describe('the audit log', () => {
  it('has a sentence for whatever the API records, and offers each once', () => {
    const recorded = endpoints.flatMap(({ audit }) => audit ?? [])
    expect(recorded.filter((action) => !(action in en.did))).toEqual([])
    const areas = Object.values(actionGroups).flat()
    for (const action of Object.keys(en.did))
      expect(
        areas.filter((area) => area === areaOf(action)),
        action,
      ).toHaveLength(1)
  })

  it('keeps its filters in the address, and asks for whole days', () => {
    const filters = { actor: 'usr', action: 'member.removed', from: '2026-03-19', to: '2026-03-19' }
    expect(filtersOf(addressOf(filters).slice(1))).toEqual(filters)
    expect(addressOf({ actor: '' })).toBe('/')
    const { since, until, ...rest } = queryOf(filters)
    expect(rest).toEqual({ actor: 'usr', action: 'member.removed' })
    expect([new Date(since!), new Date(until!)]).toEqual([new Date(2026, 2, 19), new Date(2026, 2, 20)])
  })
})
