/** The tags between which text of others is given; nobody's text may pass for one of them. */
const tags = ['context', 'attachment', 'document', 'message', 'tool_result', 'system', 'instructions']
const anyTag = new RegExp(`<(?=\\s*/?\\s*(?:${tags.join('|')})\\b)`, 'gi')

/**
 * Text that is somebody's, between tags that say whose: whoever reads the prompt knows where it ends. What looks like one
 * of our tags in it, to begin or to end something, does so no more.
 *
 * @param attributes where it comes from; their values are somebody's too
 */
export function quoted(tag: string, attributes: Readonly<Record<string, string>>, content: string): string {
  const named = Object.entries(attributes).map(
    ([name, value]) => ` ${name}=${JSON.stringify(value).replaceAll('<', '‹').replaceAll('>', '›')}`,
  )
  return `<${tag}${named.join('')}>\n${content.replaceAll(anyTag, '‹')}\n</${tag}>`
}
