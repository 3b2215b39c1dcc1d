import { describe, expect, it } from 'vitest'
import { termsOf } from '../src/terms.ts'

describe('the terms of a text', () => {
  it.each([
    ['You should have INSTALLED it, installing isn’t hard', ['instal', 'instal', 'isnt', 'hard']],
    ['Python 3.12 on x86_64', ['python', '3', '12', 'x86', '64']],
    ['Müllers Straße ist nicht die Ihre', ['muller', 'strass', 'ihre']],
    ['İstanbul’da ışık yok', ['istanb', 'isik']],
    ['部署失败了', ['部署', '署失', '失败', '败了']],
    ['?! … 🎉', []],
  ])('of “%s”', (text, terms) => {
    expect(termsOf(text)).toEqual(terms)
  })
})
