import { type CSSProperties, Fragment, memo, type ReactNode, useMemo, useState } from 'react'
import { splitBlocks } from './blocks.ts'
import { CodeBlock } from './code-block.tsx'
import { type ElementName, parseMarkdown, type TextNode } from './markdown.ts'
import { type Mention, splitMentions } from './mentions.ts'
import styles from './text.module.css'

/** What is longer is folded, and parsed no further until it is unfolded. */
const foldedLength = 8_000

interface TextProps {
  text: string
  /** As the message’s `metadata.mentions` says. */
  mentions?: readonly Mention[] | undefined
  /** Whose mentions stand out. */
  myId?: string | undefined
  /** What unfolds a long text. */
  moreLabel: string
}

/** A message’s text: Markdown, drawn as elements of a fixed list. */
export const Text = memo(function Text({ text, mentions = none, myId, moreLabel }: TextProps) {
  const [isWhole, setWhole] = useState(false)
  const isFolded = !isWhole && text.length > foldedLength
  const shown = isFolded ? text.slice(0, foldedLength) : text
  const nodes = useMemo(() => parseMarkdown(shown), [shown])
  return (
    <div className={styles.text} dir="auto">
      {draw(nodes, { mentions, myId })}
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

interface Context {
  mentions: readonly Mention[]
  myId: string | undefined
}

function draw(nodes: readonly TextNode[], context: Context): ReactNode {
  return nodes.map((node, at) => <Fragment key={at}>{drawOne(node, context)}</Fragment>)
}

function drawOne(node: TextNode, context: Context): ReactNode {
  switch (node.type) {
    case 'text':
      return drawWords(node.text, context)
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
          {draw(node.children, { ...context, mentions: none })}
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

const drawWords = (text: string, { mentions, myId }: Context): ReactNode =>
  splitMentions(text, mentions).map((part, at) =>
    typeof part === 'string' ? (
      part
    ) : (
      <span
        key={at}
        className={
          part.mention.type !== 'user' || part.mention.user_id === myId
            ? `${styles.mention} ${styles.me}`
            : styles.mention
        }
      >
        {part.text}
      </span>
    ),
  )

interface OuterLinkProps {
  href: string
  /** What it says. */
  label: string
  children: ReactNode
}

/** A link out of Parley; its host is said where its label says another. */
export function OuterLink({ href, label, children }: OuterLinkProps) {
  if (!href) return <>{children}</>
  const host = hostOf(href)
  return (
    <>
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
      {host && !label.includes(host) && <span className={styles.host}> ({host})</span>}
    </>
  )
}

const wordsOf = (nodes: readonly TextNode[]): string =>
  nodes.map((node) => ('text' in node ? node.text : 'children' in node ? wordsOf(node.children) : ' ')).join('')

function hostOf(href: string): string {
  try {
    return new URL(href).host
  } catch {
    return ''
  }
}
