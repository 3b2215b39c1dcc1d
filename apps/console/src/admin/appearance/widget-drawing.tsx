import base from '@parley/design/base.css?inline'
import { brandColors } from '@parley/design/brand'
import frame from '@parley/widget/frame/frame.css?inline'
import home from '@parley/widget/frame/home.css?inline'
import type { Texts } from '@parley/widget/i18n/en'
import shell from '@parley/widget/loader/shell.css?inline'
import type { CSSProperties } from 'react'
import type { Draft } from './draft.ts'
import { Shadow, sheetOf } from './shadow.tsx'

interface WidgetDrawingProps {
  draft: Draft
  name: string
  /** Of the widget itself. */
  texts: Texts
  isOpen: boolean
  /** What stands in the place of a logo: the console loads no pictures of other servers. */
  logo: string
}

/** The picture is as high as appearance.module.css says, and no page beneath it is. */
const onPicture = '.frame { height: calc(min(40rem, 75vh) - var(--size) - 2 * var(--gap) - 16px) }'
/** What a page’s `body` gives the frame. */
const onShadow = `:host { color: var(--ink); font: var(--regular) var(--text-md) var(--sans) }
  .home { height: 100% }`
const shellSheets = [sheetOf(shell, onPicture)]
const frameSheets = [sheetOf(base, frame, home, onShadow)]

/** The widget’s launcher, greeting and first screen, drawn with its own styles. */
export function WidgetDrawing(props: WidgetDrawingProps) {
  const { draft, isOpen } = props
  const colors = brandColors(draft.color)
  const variables = colors && { '--fill': colors.fill, '--on-fill': colors.onFill }
  const [greeting] = draft.greetings
  return (
    <Shadow
      sheets={shellSheets}
      style={variables as CSSProperties}
      data={{ 'data-side': draft.side, 'data-open': isOpen ? '' : undefined }}
    >
      {!isOpen && greeting?.text && (
        <div className="greeting">
          <span className="text" dir="auto">
            {greeting.text}
          </span>
        </div>
      )}
      <span className="launcher">
        <Icon className="closed" path={paths.bubble} />
        <Icon className="opened" path={paths.chevron} />
      </span>
      <div className="frame">
        <Home {...props} />
      </div>
    </Shadow>
  )
}

function Home({ draft, name, texts, logo }: WidgetDrawingProps) {
  const colors = brandColors(draft.color)
  const style = {
    blockSize: '100%',
    borderRadius: 'inherit',
    overflow: 'hidden',
    colorScheme: draft.theme === 'system' ? undefined : draft.theme,
    ...(colors && {
      '--fill': colors.fill,
      '--on-fill': colors.onFill,
      '--accent': `light-dark(${colors.light.accent}, ${colors.dark.accent})`,
      '--edge': `light-dark(${colors.light.edge}, ${colors.dark.edge})`,
    }),
  }
  return (
    <Shadow sheets={frameSheets} style={style as CSSProperties}>
      <div className="home">
        <header className="hero">
          <div className="hero-top">
            <bdi className="brand">{draft.logoUrl ? `[${logo}]` : draft.title || name}</bdi>
            <span className="round">
              <Icon className="icon" path={paths.cross} />
            </span>
          </div>
          <h1 dir="auto">{draft.heading || texts.greeting}</h1>
          <p className="lead" dir="auto">
            {draft.introduction || texts.question}
          </p>
        </header>
        <div className="cards">
          <div className="card start">
            <span className="card-text">
              <strong>{texts.newConversation}</strong>
              <span className="presence online">{texts.usualReply}</span>
            </span>
            <span className="send-mark">
              <Icon className="icon" path={paths.send} />
            </span>
          </div>
        </div>
      </div>
    </Shadow>
  )
}

/** As the widget has them, on 24 by 24. */
const paths = {
  bubble:
    'M21 11.5a8.4 8.4 0 0 1-8.5 8.3 9 9 0 0 1-3.6-.7L3 21l1.8-5.1A8 8 0 0 1 3.9 12a8.4 8.4 0 0 1 8.6-8.4 8.4 8.4 0 0 1 8.5 7.9Z',
  chevron: 'm6 9 6 6 6-6',
  cross: 'M18 6 6 18M6 6l12 12',
  send: 'M4 12 20 4l-5 16-3.5-6.5L4 12Zm7.5 1.5L20 4',
} as const

const Icon = ({ className, path }: { className: string; path: string }) => (
  <svg className={className} viewBox="0 0 24 24" aria-hidden>
    <path d={path} />
  </svg>
)
