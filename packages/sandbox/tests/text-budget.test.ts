import { describe, expect, it } from 'vitest'
import { createTextBudget } from '../src/text-budget.ts'

describe('a text budget', () => {
  it('counts bytes and cuts no character', () => {
    const budget = createTextBudget(10)
    expect(budget.take('héé')).toBe('héé')
    expect(budget.isTruncated).toBe(false)
    expect(budget.take('💥💥')).toBe('💥')
    expect(budget.isTruncated).toBe(true)
    expect(budget.take('é')).toBe('')
  })

  it('returns what PostgreSQL can store', () => {
    const budget = createTextBudget(100)
    expect(budget.take('a\0b\ud800c')).toBe('a\uFFFDb\uFFFDc')
    expect(budget.isTruncated).toBe(false)
  })
})
