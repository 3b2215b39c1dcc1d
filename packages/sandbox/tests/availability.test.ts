import { describe, expect, it } from 'vitest'
import { availabilityOf } from '../src/availability.ts'

describe('whether Python is available', () => {
  const auto = { CODE_INTERPRETER: 'auto' } as const

  it('depends on a network namespace, unless the operator accepts less', () => {
    expect(availabilityOf(auto, 'namespaces')).toEqual({ isAvailable: true, confinement: 'namespaces' })
    for (const confinement of ['limits', 'none'] as const) {
      expect(availabilityOf(auto, confinement).isAvailable).toBe(false)
      expect(availabilityOf({ CODE_INTERPRETER: 'on' }, confinement)).toEqual({ isAvailable: true, confinement })
    }
  })

  it('is explained to whoever can change it', () => {
    expect(availabilityOf(auto, 'limits')).toMatchObject({
      reason: expect.stringMatching(/unshare.*CODE_INTERPRETER=on/),
    })
    expect(availabilityOf(auto, 'none')).toMatchObject({ reason: expect.stringMatching(/Linux.*CODE_INTERPRETER=on/) })
    expect(availabilityOf({ CODE_INTERPRETER: 'off' }, 'namespaces')).toEqual({
      isAvailable: false,
      reason: 'Python is switched off: CODE_INTERPRETER=off.',
    })
  })
})
