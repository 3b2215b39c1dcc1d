import { common, createLowlight } from 'lowlight'
import type { ColouredPart, HighlightAnswer, HighlightQuestion } from './coloured-part.ts'

type Nodes = ReturnType<ReturnType<typeof createLowlight>['highlight']>['children']

const lowlight = createLowlight(common)

addEventListener('message', ({ data: { code, language } }: MessageEvent<HighlightQuestion>) => {
  const parts = lowlight.registered(language) ? flatten(lowlight.highlight(language, code).children) : undefined
  postMessage({ parts } satisfies HighlightAnswer)
})
postMessage('ready')

/** What is within a coloured part has its own colour, or that of the part. */
function flatten(nodes: Nodes, kind?: string): ColouredPart[] {
  return nodes.flatMap((node): ColouredPart[] => {
    if (node.type === 'text') return [{ text: node.value, kind }]
    if (node.type !== 'element') return []
    const [name] = node.properties.className as string[]
    return flatten(node.children, name?.replace('hljs-', '') ?? kind)
  })
}
