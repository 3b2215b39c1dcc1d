import { CalendarClock, Paperclip, SendHorizontal } from 'lucide-react'
import {
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  Suspense,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { flushSync } from 'react-dom'
import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { isRunning } from '../../store/uploads.ts'
import { keyOf, type Place } from '../../store/windows.ts'
import { IconButton } from '../../ui/button.tsx'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { EmojiButton } from '../emoji/emoji-button.tsx'
import { chatTexts } from '../texts/index.ts'
import { ChosenFiles } from './chosen-files.tsx'
import styles from './composer.module.css'
import { toggleMark } from './formatting.ts'
import { SuggestionList } from './suggestion-list.tsx'
import { type Suggestion, useSuggestions } from './suggestions.ts'
import { TypingLine } from './typing-line.tsx'
import { useUploads } from './uploads.ts'
import { wordAt } from './word-at.ts'

const AbsentTwins = lazyPart(() => import('./absent-twins.tsx'))
const ScheduleDialog = lazyPart(() => import('./schedule-dialog.tsx'))

const maxLength = 40_000
/** How many characters are left is said from here on. */
const warnAt = 1_000
const none: readonly [] = []
/** What a letter beside ⌘ or Ctrl puts around what is selected. */
const marks: Readonly<Record<string, string>> = { b: '**', i: '_', e: '`' }

interface ComposerProps {
  place: Place
  /** What it is for: the name of the channel, or a reply. */
  label: string
  /** ↑ in an empty one. */
  onEditLast: () => void
  autoFocus?: boolean
}

/** Where a message is written. What is in it is a draft, kept with each key. */
export function Composer({ place, label, onEditLast, autoFocus }: ComposerProps) {
  const texts = useTexts(chatTexts)
  const { drafts, outbox, realtime, topics } = useStore()
  const draft = useTopic(`draft:${keyOf(place)}`, (store) => store.drafts.get(place))
  const content = draft?.content ?? ''
  const files = draft?.files ?? none
  const input = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const [caret, setCaret] = useState(0)
  const [isDropping, setDropping] = useState(false)
  const [isScheduling, setScheduling] = useState(false)
  /** What was sent last, and whether somebody knows of the twins that neither it nor what is written reaches. */
  const [reach, setReach] = useState({ sent: '', isKnown: false })
  const { uploads, add: attach, retry: retryUpload, remove: removeUpload } = useUploads(place)

  // What was put in from elsewhere is gone on with.
  useEffect(() => topics.watch(`focus:${keyOf(place)}`, () => input.current?.focus()), [topics, place])

  const word = wordAt(content, caret)
  const [dismissed, setDismissed] = useState<number>()
  const found = useSuggestions(place.channelId, word)
  const suggestions = word && word.start !== dismissed ? found : none
  const [chosen, setChosen] = useState(0)
  const selected = Math.min(chosen, suggestions.length - 1)
  const listId = useId()

  const write = (text: string) => {
    drafts.write(place, { content: text, files })
    topics.flush()
    if (text.trim() !== '' && place.threadId === undefined) realtime.typing(place.channelId)
  }
  const canSend = (content.trim() !== '' || files.length > 0) && !uploads.some(isRunning) && content.length <= maxLength
  const send = () => {
    if (!canSend) return
    outbox.add({ place, content, files })
    setReach({ sent: content, isKnown: false })
    drafts.remove(place)
    topics.publish(`sent:${keyOf(place)}`)
    setCaret(0)
  }
  // Drawn and selected at once: the next key comes behind it, however fast.
  const replace = (text: string, start: number, end: number) => {
    flushSync(() => {
      write(text)
      setCaret(end)
    })
    input.current?.setSelectionRange(start, end)
  }
  const take = ({ insert }: Suggestion) => {
    if (!word) return
    const end = word.start + insert.length
    setChosen(0)
    replace(content.slice(0, word.start) + insert + content.slice(caret), end, end)
  }
  const putIn = (emoji: string) => {
    const { selectionStart, selectionEnd } = input.current!
    const end = selectionStart + emoji.length
    replace(content.slice(0, selectionStart) + emoji + content.slice(selectionEnd), end, end)
  }

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const mark = (event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey ? marks[event.key] : undefined
    if (mark !== undefined) {
      event.preventDefault()
      const { selectionStart: start, selectionEnd: end } = event.currentTarget
      const marked = toggleMark({ text: content, start, end }, mark)
      return replace(marked.text, marked.start, marked.end)
    }
    const suggestion = suggestions[selected]
    if (suggestion) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (step) setChosen((selected + step + suggestions.length) % suggestions.length)
      else if (event.key === 'Enter' || event.key === 'Tab') take(suggestion)
      else if (event.key === 'Escape') setDismissed(word?.start)
      else return
      event.preventDefault()
      event.stopPropagation()
      return
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      send()
    } else if (event.key === 'ArrowUp' && content === '') {
      event.preventDefault()
      onEditLast()
    }
  }
  const onPaste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return
    event.preventDefault()
    attach(event.clipboardData.files)
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setDropping(false)
    attach(event.dataTransfer.files)
  }

  const mentioning = reach.isKnown ? '' : `${content}\n${reach.sent}`
  return (
    <>
      {mentioning.includes('@') && (
        <Suspense>
          <AbsentTwins
            channelId={place.channelId}
            text={mentioning}
            onClose={() => setReach({ sent: '', isKnown: true })}
          />
        </Suspense>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: files can be chosen by the button as well. */}
      <div
        className={isDropping ? `${styles.composer} ${styles.dropping}` : styles.composer}
        onDragOver={(event) => {
          event.preventDefault()
          setDropping(true)
        }}
        onDragLeave={() => setDropping(false)}
        onDrop={onDrop}
      >
        {suggestions.length > 0 && (
          <SuggestionList id={listId} suggestions={suggestions} selected={selected} onTake={take} />
        )}
        {files.length + uploads.length > 0 && (
          <ChosenFiles
            files={files}
            uploads={uploads}
            onRemove={(file) => drafts.write(place, { content, files: files.filter((each) => each !== file) })}
            onRetryUpload={retryUpload}
            onRemoveUpload={removeUpload}
          />
        )}
        <textarea
          ref={input}
          className={styles.input}
          rows={1}
          dir="auto"
          value={content}
          placeholder={label}
          aria-label={label}
          aria-autocomplete="list"
          aria-controls={suggestions.length > 0 ? listId : undefined}
          aria-activedescendant={suggestions.length > 0 ? `${listId}-${selected}` : undefined}
          // biome-ignore lint/a11y/noAutofocus: whoever opens a channel wants to write in it.
          autoFocus={autoFocus}
          onChange={(event) => {
            write(event.target.value)
            setCaret(event.target.selectionStart)
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <div className={styles.bar}>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            onChange={(event) => {
              attach(event.target.files)
              event.target.value = ''
            }}
          />
          <IconButton icon={Paperclip} label={texts.attach} onClick={() => picker.current?.click()} />
          <EmojiButton label={texts.emoji} onPick={putIn} focusAfter={input} />
          <span className={styles.left} role="status">
            {content.length > maxLength - warnAt && texts.charactersLeft(maxLength - content.length)}
          </span>
          <IconButton
            icon={CalendarClock}
            label={texts.sendLater}
            disabled={!canSend}
            onClick={() => setScheduling(true)}
          />
          <IconButton icon={SendHorizontal} label={texts.send} kind="main" disabled={!canSend} onClick={send} />
        </div>
      </div>
      {isScheduling && (
        <Suspense>
          <ScheduleDialog place={place} onClose={() => setScheduling(false)} />
        </Suspense>
      )}
      <TypingLine channelId={place.channelId} isInThread={place.threadId !== undefined} />
    </>
  )
}
