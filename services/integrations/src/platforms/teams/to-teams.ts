import MarkdownIt, { type Env, type RendererRule } from 'markdown-it'
import { escapeHtml } from '../markdown.ts'

/** How a text is written that is neither code nor a link. */
export type Prose = (escaped: string) => string

/** What is known while a text is written. */
interface Writing extends Env {
  prose: Prose
  /** Links that are open. */
  links: number
}

const markdown = new MarkdownIt({ linkify: true, breaks: true }).disable('reference')
markdown.linkify.set({ fuzzyLink: false })
markdown.validateLink = (url) => /^(https?|mailto|tel):/i.test(url)
const writingOf = (env: Env | undefined) => env as Writing

const changingLinks =
  (by: number): RendererRule =>
  (tokens, i, options, env, renderer) => {
    writingOf(env).links += by
    return renderer.renderToken(tokens, i, options)
  }

Object.assign(markdown.renderer.rules, {
  text(tokens, i, _options, env) {
    const { prose, links } = writingOf(env)
    const escaped = escapeHtml(tokens[i]!.content)
    return links > 0 ? escaped : prose(escaped)
  },
  link_open: changingLinks(1),
  link_close: changingLinks(-1),
  // A picture would be fetched by whoever reads it.
  image(tokens, i, _options, env) {
    const url = String(tokens[i]!.attrGet('src') ?? '')
    const label = escapeHtml(tokens[i]!.content || url)
    return writingOf(env).links > 0 ? label : `<a href="${escapeHtml(url)}">${label}</a>`
  },
} satisfies Record<string, RendererRule>)

/**
 * Markdown as the HTML that Teams understands.
 *
 * @param prose writes mentions into what is given to it, which is escaped already
 */
export const toTeams = (text: string, prose: Prose): string =>
  markdown.render(text, { prose, links: 0 } satisfies Writing).trim()
