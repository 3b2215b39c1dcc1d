import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { DeskMessage } from '../api.ts'
import { useLanguage, useTexts, useWidget } from './context.ts'
import { Icon } from './icons.tsx'
import { lazy } from './lazy.tsx'
import { Message, Pending } from './message.tsx'
import { formatDay } from './time.ts'

const ContactHint = lazy(() => import('./contact-hint.tsx').then(({ ContactHint }) => ContactHint))

/** As near to the end counts as at the end. */
const nearPixels = 40
/** Messages of one sender within this time stand together. */
const togetherMs = 300_000

/** What was said, the newest at the bottom. It stays there while the reader is there. */
export function MessageList({ children }: { children?: ComponentChildren }) {
  const widget = useWidget()
  const texts = useTexts()
  const language = useLanguage()
  const list = useRef<HTMLDivElement>(null)
  const rows = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const lastTop = useRef(0)
  /** The height before older messages came, so that what is read stays where it is. */
  const before = useRef<number | undefined>(undefined)
  const [hasLeftEnd, setHasLeftEnd] = useState(false)
  const thread = widget.current.value
  const id = thread?.conversation.id
  const messages = thread?.messages ?? []
  const last = messages.findLast(({ senderType }) => senderType !== 'SYSTEM')
  const outgoing = widget.outbox.messages.value.filter(({ conversationId }) => conversationId === id)
  const typing = id === undefined ? undefined : widget.connection.typing.value.get(id)

  // Pictures, forms and the keyboard of a phone change the height without anything being written.
  useLayoutEffect(() => {
    const keep = new ResizeObserver(() => {
      const element = list.current!
      if (before.current !== undefined) element.scrollTop += element.scrollHeight - before.current
      else if (isAtEnd.current) element.scrollTop = element.scrollHeight
      before.current = undefined
    })
    keep.observe(list.current!)
    keep.observe(rows.current!)
    return () => keep.disconnect()
  }, [])

  // What one writes oneself is always shown.
  const newest = outgoing.at(-1)?.key
  useLayoutEffect(() => {
    if (newest !== undefined) isAtEnd.current = true
  }, [newest])

  const onScroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = list.current!
    const isNear = scrollHeight - scrollTop - clientHeight < nearPixels
    // What has grown since it was scrolled to its end has not been left by anybody.
    isAtEnd.current = isNear || (isAtEnd.current && scrollTop >= lastTop.current)
    lastTop.current = scrollTop
    setHasLeftEnd(!isAtEnd.current)
  }
  const showOlder = async () => {
    const { scrollHeight } = list.current!
    before.current = scrollHeight
    await widget.loadOlder(id!).catch(() => {
      before.current = undefined
    })
  }

  return (
    <div class="list-frame">
      <div
        class="list"
        role="log"
        aria-live="off"
        aria-label={texts.messages}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys, too.
        tabIndex={0}
        ref={list}
        onScroll={onScroll}
      >
        <div class="rows" ref={rows}>
          {thread?.hasOlder && (
            <button type="button" class="link" onClick={() => void showOlder()}>
              {texts.older}
            </button>
          )}
          {messages.length + outgoing.length === 0 && <Welcome />}
          {messages.map((message, index) => {
            const previous = messages[index - 1]
            const day = formatDay(message.createdAt, language, texts)
            const isNewDay = !previous || formatDay(previous.createdAt, language, texts) !== day
            return (
              <>
                {isNewDay && (
                  <p class="day" key={`${message.id} day`}>
                    {day}
                  </p>
                )}
                <Message
                  key={message.id}
                  message={message}
                  isFirst={isNewDay || !areTogether(previous, message)}
                  isLast={message === last && outgoing.length === 0}
                />
              </>
            )
          })}
          {outgoing.map((message) => (
            <Pending key={message.key} message={message} />
          ))}
          {typing !== undefined && (
            <p class="typing">
              <span class="dots" aria-hidden="true">
                <i />
                <i />
                <i />
              </span>
              <span class="unseen">{texts.typing(typing || texts.team)}</span>
            </p>
          )}
          {widget.asksForEmail.value && <ContactHint />}
          {children}
        </div>
      </div>
      {hasLeftEnd && (
        <button
          type="button"
          class="round to-end"
          aria-label={texts.toNewest}
          onClick={() => {
            list.current!.scrollTop = list.current!.scrollHeight
          }}
        >
          <Icon name="down" />
        </button>
      )}
    </div>
  )
}

/** Before anything was written. */
function Welcome() {
  const { settings, desk } = useWidget()
  const texts = useTexts()
  return (
    <div class="welcome">
      <p>{settings.value.introduction ?? texts.question}</p>
      <p class="hint-line">{desk.isOnline.value ? texts.usualReply : texts.offlineReply}</p>
    </div>
  )
}

const areTogether = (earlier: DeskMessage, later: DeskMessage): boolean =>
  earlier.senderType === later.senderType &&
  earlier.senderId === later.senderId &&
  Date.parse(later.createdAt) - Date.parse(earlier.createdAt) < togetherMs
