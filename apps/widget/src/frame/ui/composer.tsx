import { useEffect, useRef, useState } from 'preact/hooks'
import { messageLimits } from '../model/message-limits.ts'
import { useTexts, useWidget } from './context.ts'
import { Icon } from './icons.tsx'
import { lazy } from './lazy.tsx'
import { isTouched } from './pointer.ts'
import { Problem } from './problem.tsx'

const ChosenFiles = lazy(() => import('./attachments.tsx').then(({ ChosenFiles }) => ChosenFiles))
const EmojiPicker = lazy(() => import('./emoji-picker.tsx').then(({ EmojiPicker }) => EmojiPicker))

/** What the picker offers. */
const fileTypes =
  '.jpg,.jpeg,.png,.webp,.pdf,.zip,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp,image/jpeg,image/png,image/webp'

/** So many characters are left when that is said. */
const nearLimit = 500

/** The server publishes it once a second at most. */
const typingEveryMs = 2_000

/** Where a message is written: text, emoji, and files that are chosen, pasted or dropped. */
export function Composer() {
  const widget = useWidget()
  const texts = useTexts()
  const field = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const emojiButton = useRef<HTMLButtonElement>(null)
  const lastTyping = useRef(0)
  const { value: view } = widget.view
  const id = view.name === 'conversation' ? view.id : undefined
  const { text, files, lost } = widget.drafts.of(id)
  const setText = (text: string) => widget.drafts.put(id, { text })
  const [problem, setProblem] = useState<string>()
  const [isPicking, setIsPicking] = useState(false)
  const [isOver, setIsOver] = useState(false)
  const charactersLeft = messageLimits.characters - text.length
  const canSend = (text.trim() !== '' || files.length > 0) && charactersLeft >= 0

  useEffect(() => {
    widget.connection.prepare()
    if (!isTouched()) field.current?.focus()
  }, [widget])

  const add = async (more: readonly File[]) => {
    if (more.length === 0) return
    try {
      const { chooseFiles } = await import('./files.ts')
      const chosen = await chooseFiles(widget.drafts.of(id).files, more, texts)
      widget.drafts.put(id, { files: chosen.files, lost: [] })
      setProblem(chosen.problem)
    } catch {
      setProblem(texts.noConnection)
    }
    field.current?.focus()
  }
  const closePicker = () => setIsPicking(false)
  const insert = (emoji: string) => {
    const { selectionStart, selectionEnd } = field.current!
    setText(text.slice(0, selectionStart) + emoji + text.slice(selectionEnd))
    closePicker()
    field.current!.focus()
  }
  const send = () => {
    if (!canSend) return
    widget.write()
    setProblem(undefined)
    closePicker()
    // What is written next is news.
    lastTyping.current = 0
    field.current?.focus()
  }
  const onInput = (value: string) => {
    setText(value)
    const now = Date.now()
    if (now - lastTyping.current < typingEveryMs) return
    lastTyping.current = now
    widget.sayTyping()
  }

  return (
    <form
      class={isOver ? 'composer over' : 'composer'}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setIsOver(false)
        void add([...(event.dataTransfer?.files ?? [])])
      }}
    >
      {isPicking && <EmojiPicker opener={emojiButton} onPick={insert} onClose={closePicker} />}
      <Problem text={problem ?? (lost.length > 0 ? texts.filesLost(lost.join(', ')) : undefined)} />
      {files.length > 0 && (
        <ChosenFiles
          files={files}
          onRemove={(file) => widget.drafts.put(id, { files: files.filter((other) => other !== file) })}
        />
      )}
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        maxLength={messageLimits.characters}
        aria-describedby={charactersLeft <= nearLimit ? 'left' : undefined}
        enterkeyhint="send"
        aria-label={texts.message}
        placeholder={isOver ? texts.dropHere : texts.writeMessage}
        value={text}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
        onKeyDown={(event) => {
          // An input method ends with Enter, too: 229 where it says so no other way.
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
          event.preventDefault()
          send()
        }}
        onPaste={(event) => {
          const pasted = [...(event.clipboardData?.files ?? [])]
          if (pasted.length > 0) event.preventDefault()
          void add(pasted)
        }}
      />
      {charactersLeft <= nearLimit && (
        <p class="left" id="left">
          {texts.charactersLeft(charactersLeft)}
        </p>
      )}
      <div class="tools">
        <button type="button" class="round" aria-label={texts.attach} onClick={() => picker.current?.click()}>
          <Icon name="attach" />
        </button>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          accept={fileTypes}
          onChange={({ currentTarget }) => {
            void add([...(currentTarget.files ?? [])])
            currentTarget.value = ''
          }}
        />
        <button
          ref={emojiButton}
          type="button"
          class="round"
          aria-label={texts.emoji}
          aria-expanded={isPicking}
          onClick={() => setIsPicking(!isPicking)}
        >
          <Icon name="emoji" />
        </button>
        <button type="submit" class="round send" aria-label={texts.send} disabled={!canSend}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  )
}
