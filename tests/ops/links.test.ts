import { existsSync, globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root, textOf } from './repository.ts'

const pages = globSync(['*.md', 'docs/**/*.md', '{apps,services,packages,infra,tests}/**/*.md'], {
  cwd: root,
  exclude: (name) => /(^|\/)(node_modules|\.[^/]+)$/.test(name),
})

/** A page as a reader sees it: what stands in a block of code is no link and no heading. */
const proseOf = (page: string) => textOf(page).replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '')

/** What a page points to within the repository: `[text](path#heading)`, images, and `[text]: path`. */
function linksOf(page: string): string[] {
  const text = proseOf(page).replaceAll(/`[^`\n]*`/g, '`')
  return [...text.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|^\[[^\]]+\]:\s+(\S+)/gm)]
    .map(([, inline, reference]) => (inline ?? reference)!)
    .filter((link) => !/^[a-z][a-z+.-]*:|^\/\//i.test(link))
}

/** The anchors that GitHub gives a page’s headings. */
function anchorsOf(page: string): Set<string> {
  const seen = new Map<string, number>()
  const headings = [...proseOf(page).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map(([, heading]) => heading!)
  return new Set(
    headings.map((heading) => {
      const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
      const slug = words.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(/\s/g, '-')
      const times = seen.get(slug) ?? 0
      seen.set(slug, times + 1)
      return times === 0 ? slug : `${slug}-${times}`
    }),
  )
}

function whyBroken(page: string, link: string): string | undefined {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : join(dirname(page), decodeURIComponent(path))
  if (target.startsWith('..')) return 'leads out of the repository'
  if (!existsSync(join(root, target))) return 'is not there'
  if (anchor && target.endsWith('.md') && !anchorsOf(target).has(anchor)) return 'has no such heading'
  return undefined
}

describe('the pages of the repository', () => {
  it('are found, with their links', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/operations.md', 'packages/client/README.md']))
    expect(linksOf('README.md')).toContain('docs/operations.md')
  })

  it.each(pages)('%s links only to what is there', (page) => {
    const broken = linksOf(page).flatMap((link) => {
      const why = whyBroken(page, link)
      return why ? [`${link} ${why}`] : []
    })
    expect(broken).toEqual([])
  })
})
