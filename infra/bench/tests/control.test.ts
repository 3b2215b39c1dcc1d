import { describe, expect, it } from 'vitest'
import { controlRow, shareOfCores, warningOf } from '../control.ts'

describe('the control row', () => {
  it('measures which part of the cores a program can get', async () => {
    const share = await shareOfCores(1)
    expect(share).toBeGreaterThan(0)
    expect(share).toBeLessThanOrEqual(1)
  })

  it('says by the worse of its two measurements whether the machine was quiet', () => {
    expect(warningOf(controlRow(0.99, 0.98))).toBeUndefined()
    const busy = controlRow(0.99, 0.51)
    expect(busy).toMatchObject({ ours: 0.51, ratio: 0.51 })
    expect(warningOf(busy)).toContain('51 %')
  })
})
