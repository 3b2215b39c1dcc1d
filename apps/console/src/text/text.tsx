import { type CSSProperties, Fragment, memo, type ReactNode, useMemo, useState } from 'react'
import { splitBlocks } from './blocks.ts'
import { useChannelWord } from './channel-word.ts'
import { CodeBlock } from './code-block.tsx'
import { hostToSay } from './host-to-say.ts'
import { type ElementName, parseMarkdown, type TextNode } from './markdown.ts'
import type { Mention } from './mentions.ts'
import styles from './text.module.css'
import { splitWords, type TextMarks } from './words.ts'

/** What is longer is folded, and parsed no further until it is unfolded. */
const foldedLength = 8_000

interface TextProps {
  text: string
  /** As the message’s `metadata.mentions` says. */
  mentions?: readonly Mention[] | undefined
  /** Whose mentions stand out. */
  myId?: string | undefined
  /** What is drawn in the place of some of its words; the same map until it changes. */
  marks?: TextMarks | undefined
  /** What unfolds a long text. */
  moreLabel: string
}

/** A message’s text: Markdown, drawn as elements of a fixed list. */
export const Text = memo(function Text({ text, mentions = none, marks = noMarks, myId, moreLabel }: TextProps) {
  const [isWhole, setWhole] = useState(false)
  const isFolded = !isWhole && text.length > foldedLength
  const shown = isFolded ? text.slice(0, foldedLength) : text
  const nodes = useMemo(() => parseMarkdown(shown), [shown])
  return (
    <div className={styles.text} dir="auto">
      {draw(nodes, { mentions, marks, myId })}
      {isFolded && (
        <button type="button" className={styles.more} onClick={() => setWhole(true)}>
          {moreLabel}
        </button>
      )}
    </div>
  )
})

/** A text that is still being written: only its last block is parsed again with each piece. */
export function GrowingText({ text, moreLabel }: Pick<TextProps, 'text' | 'moreLabel'>) {
  const { done, last } = splitBlocks(text)
  return (
    <div className={styles.text}>
      {done.map((block, at) => (
        <Text key={at} text={block} moreLabel={moreLabel} />
      ))}
      <Text text={last} moreLabel={moreLabel} />
    </div>
  )
}

const none: readonly Mention[] = []
const noMarks: TextMarks = new Map()

interface Context {
  mentions: readonly Mention[]
  marks: TextMarks
  myId: string | undefined
  isInLink?: boolean
}

function draw(nodes: readonly TextNode[], context: Context): ReactNode {
  return nodes.map((node, at) => <Fragment key={at}>{drawOne(node, context)}</Fragment>)
}

function drawOne(node: TextNode, context: Context): ReactNode {
  switch (node.type) {
    case 'text':
      return <Words text={node.text} context={context} />
    case 'break':
      return <br />
    case 'code':
      return <code className={styles.code}>{node.text}</code>
    case 'code block':
      return <CodeBlock code={node.text} language={node.language} />
    case 'rule':
      return <hr />
    case 'link':
      return (
        <OuterLink href={node.href} label={wordsOf(node.children)}>
          {draw(node.children, { ...context, isInLink: true })}
        </OuterLink>
      )
    case 'element':
      return drawElement(node, context)
  }
}

function drawElement(
  { name: Name, align, start, children }: { name: ElementName; align?: string; start?: number; children: TextNode[] },
  context: Context,
): ReactNode {
  const style: CSSProperties | undefined = align ? { textAlign: align as CSSProperties['textAlign'] } : undefined
  const drawn = draw(children, context)
  if (Name === 'table')
    return (
      <div className={styles.table}>
        <table>{drawn}</table>
      </div>
    )
  if (Name === 'ol') return <ol start={start}>{drawn}</ol>
  return <Name style={style}>{drawn}</Name>
}

/** Words are words within a link, which leads elsewhere. */
function Words({ text, context: { isInLink, myId, ...found } }: { text: string; context: Context }) {
  const ChannelWord = useChannelWord()
  if (isInLink) return text
  return splitWords(text, found).map((part, at) => {
    if (typeof part === 'string') return part
    if (part.type === 'mark') return <Fragment key={at}>{part.mark}</Fragment>
    if (part.type === 'channel') return <ChannelWord key={at} name={part.name} />
    const isMine = part.mention.type !== 'user' || part.mention.user_id === myId
    return (
      <span key={at} className={isMine ? `${styles.mention} ${styles.me}` : styles.mention}>
        {part.text}
      </span>
    )
  })
}

interface OuterLinkProps {
  href: string
  /** What it says. */
  label: string
  children: ReactNode
}

/** A link out of Parley; its host is said where its label says another. */
export function OuterLink({ href, label, children }: OuterLinkProps) {
  if (!href) return <>{children}</>
  const host = hostToSay(href, label)
  return (
    <>
      <a className={styles.outside} href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
      {host && <span className={styles.host}> ({host})</span>}
    </>
  )
}

const wordsOf = (nodes: readonly TextNode[]): string =>
  nodes.map((node) => ('text' in node ? node.text : 'children' in node ? wordsOf(node.children) : ' ')).join('')
