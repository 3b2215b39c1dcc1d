import { knowledgeSearchName, Sources } from '../tools/knowledge-search.ts'
import { WebPages, webSearchName } from '../tools/web-search.ts'
import { confidenceIn, coverageOf, type Quotable, termsIn } from './quoting.ts'

/** What a search has found that may be quoted, best first; nothing where it is none, or has failed. */
export function foundSources(tool: string, text: string, question: string): Quotable[] {
  try {
    if (tool === knowledgeSearchName) return Sources.parse(JSON.parse(text)).sources.map(ofSource)
    if (tool === webSearchName) return WebPages.parse(JSON.parse(text)).results.map(pageFor(question))
  } catch {
    // Why it failed, in words.
  }
  return []
}

/** How well what a search has found answers what it was asked, from 0 to 1; undefined of other tools. */
export function confidenceInSearch(tool: string, input: unknown, text: string): number | undefined {
  if (tool !== knowledgeSearchName && tool !== webSearchName) return undefined
  const { query } = Object(input) as { query?: unknown }
  const question = typeof query === 'string' ? query : ''
  return confidenceIn(question, foundSources(tool, text, question))
}

const ofSource = ({ kind, id, title, by, in: where, text, coverage }: Sources['sources'][number]): Quotable => ({
  id,
  author: by ?? id,
  place: { message: `${by} in #${where}`, file: `${title}, from ${by} in #${where}`, document: where }[kind],
  text,
  coverage,
})

function pageFor(question: string) {
  const terms = termsIn(question)
  return ({ url, title, description }: WebPages['results'][number]): Quotable => ({
    id: url,
    author: new URL(url).host,
    place: title,
    text: description,
    coverage: coverageOf(`${title} ${description}`, terms),
  })
}
