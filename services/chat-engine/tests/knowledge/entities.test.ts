import { describe, expect, it } from 'vitest'
import { findGraph } from '../../src/knowledge/entities.ts'
import { heldOut, texts } from './entity-texts.ts'

type Text = (typeof texts)[number]

/** What is found in texts, and what of it is right and what is missing. */
async function compare(given: readonly Text[]) {
  const counts = { found: 0, right: 0, expected: 0, foundRelations: 0, rightRelations: 0, expectedRelations: 0 }
  for (const { text, mentions, relationships } of given) {
    const graph = await findGraph([text])
    const nameOf = (type: string, key: string) =>
      graph.entities.find((each) => each.type === type && each.key === key)!.name
    const names = graph.entities.map(({ type, name }) => `${type}:${name}`)
    const relations = graph.relationships
      .filter(({ type }) => type !== 'mentioned_with')
      .map((each) => `${each.type}:${nameOf(each.fromType, each.fromKey)}>${nameOf(each.toType, each.toKey)}`)
    counts.found += names.length
    counts.right += names.filter((name) => mentions.includes(name)).length
    counts.expected += mentions.length
    counts.foundRelations += relations.length
    counts.rightRelations += relations.filter((each) => relationships.includes(each)).length
    counts.expectedRelations += relationships.length
  }
  return counts
}

describe('finding entities by rules', () => {
  it('is right in what it finds in texts that the rules were made with', async () => {
    const { found, right, expected, foundRelations, rightRelations, expectedRelations } = await compare(texts)
    expect(right / found).toBeGreaterThanOrEqual(0.97)
    expect(right / expected).toBeGreaterThanOrEqual(0.9)
    expect(rightRelations).toBe(foundRelations)
    expect(rightRelations / expectedRelations).toBeGreaterThanOrEqual(0.8)
  })

  it('is mostly right in texts that it was not made with', async () => {
    const { found, right, expected } = await compare(heldOut)
    expect(right / found).toBeGreaterThanOrEqual(0.85)
    expect(right / expected).toBeGreaterThanOrEqual(0.6)
  })

  it('finds the same each time', async () => {
    const once = await findGraph(texts.map(({ text }) => text))
    expect(await findGraph(texts.map(({ text }) => text))).toEqual(once)
  })

  it('finds nobody in text without names, lists of headings and code', async () => {
    const { entities } = await findGraph([
      'The quick brown fox jumps over the lazy dog. It was raining.',
      'INTRODUCTION\nOVERVIEW\nTERMS AND CONDITIONS',
      'const Foo = new Bar(); // TODO Fix\nreturn Foo.Baz',
      'Name | Price\nApples | 1.20\nPears | 2.40',
    ])
    expect(entities).toEqual([])
  })

  it('bears hostile text', async () => {
    const hostile = [
      'A'.repeat(100_000),
      'Aa '.repeat(50_000),
      'Dr. '.repeat(30_000),
      '’s'.repeat(50_000),
      'Maria Lopez, '.repeat(20_000),
    ]
    const { entities } = await findGraph(hostile)
    expect(entities.length).toBeLessThanOrEqual(500)
  }, 20_000)
})
