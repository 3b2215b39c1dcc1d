import { type CSSProperties, type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'

interface ShadowProps {
  /** Their rules: the page’s reach nothing in here, and these reach nothing of the page. */
  sheets: readonly CSSStyleSheet[]
  className?: string | undefined
  style?: CSSProperties
  /** As `data-…` of the host, where its rules ask for them. */
  data?: Readonly<Record<`data-${string}`, string | undefined>>
  children: ReactNode
}

/** Draws its children in a shadow root with styles of their own. */
export function Shadow({ sheets, className, style, data, children }: ShadowProps) {
  const host = useRef<HTMLDivElement>(null)
  const [root, setRoot] = useState<ShadowRoot>()
  useLayoutEffect(() => {
    const attached = host.current!.shadowRoot ?? host.current!.attachShadow({ mode: 'open' })
    attached.adoptedStyleSheets = [...sheets]
    setRoot(attached)
  }, [sheets])
  return (
    <div ref={host} className={className} style={style} {...data}>
      {root && createPortal(children, root)}
    </div>
  )
}

/** A style sheet of what a file has; `:root` is the shadow’s host. */
export function sheetOf(...files: readonly string[]): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(files.join('\n').replaceAll(':root', ':host'))
  return sheet
}
