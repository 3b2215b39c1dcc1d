import { Paperclip, ScrollText, SendHorizontal, Sparkles, StickyNote, X } from 'lucide-react'
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, type RefObject, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTexts } from '../../i18n/language.ts'
import type { DeskConversation } from '../../store/desk/conversations.ts'
import { joined, type ReplyKind } from '../../store/desk/reply.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import type { ConversationActions } from '../conversation/use-actions.ts'
import { deskTexts } from '../texts/index.ts'
import { useDesk, useDeskTopic } from '../use-desk.ts'
import styles from './composer.module.css'
import { replaceSlash, slashAt } from './find-presets.ts'
import { LostFiles } from './lost-files.tsx'
import { Notices } from './notices.tsx'
import { PresetList } from './preset-list.tsx'
import { usePresets } from './presets.ts'
import { Suggestion, useSuggestion } from './suggestion.tsx'
import { Summary, useSummary } from './summary.tsx'
import { TypingLine } from './typing-line.tsx'
import { useFileChoice } from './use-file-choice.ts'

const maxLength = 10_000
/** How many characters are left is said from here on. */
const warnAt = 1_000
const typingEveryMs = 2_000
const kinds = ['reply', 'note'] as const

interface ComposerProps {
  conversation: DeskConversation
  actions: ConversationActions
  inputRef: RefObject<HTMLTextAreaElement | null>
}

/** Where a visitor is answered, and where colleagues are left notes: two modes, with a draft and a button of its own each. */
export function Composer({ conversation, actions, inputRef }: ComposerProps) {
  const texts = useTexts(deskTexts)
  const { replies, workspace } = useDesk()
  const { id } = conversation
  const [kind, setKind] = useState<ReplyKind>('reply')
  const { content, files, lostFiles } = useDeskTopic(`desk:replies:${id}`, (desk) => desk.replies.draft(id, kind))
  const isNote = kind === 'note'
  const lastTyping = useRef(0)
  const picker = useRef<HTMLInputElement>(null)
  const [caret, setCaret] = useState(0)
  const listId = useId()
  const suggestion = useSuggestion(id)
  const summary = useSummary(id)
  const choose = useFileChoice(files, (chosen) => replies.write(id, kind, { files: chosen }))

  const write = (text: string) => {
    replies.write(id, kind, { content: text })
    workspace.topics.flush()
    if (isNote || text.trim() === '' || Date.now() - lastTyping.current < typingEveryMs) return
    lastTyping.current = Date.now()
    // Nobody misses it: the next one is due in two seconds.
    void workspace.parley.agent.typeToVisitor({ id }).catch(() => {})
  }
  const isEmpty = content.trim() === '' && (isNote || files.length === 0)
  const isBarred = !isNote && actions.isTaken
  const canSend = !isEmpty && !isBarred && content.length <= maxLength
  const send = () => {
    if (!canSend) return
    replies.send(id, kind)
    setCaret(0)
  }
  const presets = usePresets({
    conversationId: id,
    kind,
    slash: slashAt(content, caret),
    onText: (text, replaced) => {
      const now = replies.draft(id, kind).content
      const input = inputRef.current
      const isShown = input?.value === now
      const filled = replaceSlash(now, isShown ? input.selectionStart : now.length, replaced, text)
      flushSync(() => replies.write(id, kind, { content: filled.text }))
      if (!isShown) return
      setCaret(filled.caret)
      input.focus()
      input.setSelectionRange(filled.caret, filled.caret)
    },
  })

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (presets.onKey(event.key)) {
      event.preventDefault()
      event.stopPropagation()
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      send()
    } else if (event.key === 'Escape') inputRef.current?.blur()
  }
  const onPaste = (event: ClipboardEvent) => {
    if (isNote || event.clipboardData.files.length === 0) return
    event.preventDefault()
    choose(event.clipboardData.files)
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    if (!isNote) choose(event.dataTransfer.files)
  }
  const label = isNote ? texts.writeNote : texts.replyTo(actions.name)
  const hasList = presets.shown.length > 0

  return (
    <div className={styles.area}>
      <Notices conversation={conversation} actions={actions} />
      <Summary summary={summary} />
      <Suggestion
        suggestion={suggestion}
        onUse={(text) => {
          setKind('reply')
          replies.write(id, 'reply', { content: joined(replies.draft(id, 'reply').content, text) })
          inputRef.current?.focus()
        }}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: files can be chosen by the button as well. */}
      <div
        className={isNote ? `${styles.composer} ${styles.note}` : styles.composer}
        onDragOver={(event) => event.preventDefault()}
        onDrop={onDrop}
      >
        {hasList && <PresetList id={listId} presets={presets} />}
        <fieldset className={styles.kinds} aria-label={texts.composerMode}>
          {kinds.map((each) => (
            <button
              key={each}
              type="button"
              className={styles.kind}
              aria-pressed={kind === each}
              onClick={() => {
                setKind(each)
                inputRef.current?.focus()
              }}
            >
              {texts[each]}
            </button>
          ))}
          {isNote && <span className={styles.hint}>{texts.noteHint}</span>}
        </fieldset>
        {!isNote && files.length > 0 && (
          <div className={styles.files}>
            {files.map((file) => (
              <span key={file.name} className={styles.file}>
                <bdi>{file.name}</bdi>
                <IconButton
                  icon={X}
                  label={texts.removeFile(file.name)}
                  onClick={() => replies.write(id, kind, { files: files.filter((other) => other !== file) })}
                />
              </span>
            ))}
          </div>
        )}
        {lostFiles.length > 0 && (
          <LostFiles names={lostFiles} onDismiss={() => replies.write(id, kind, { lostFiles: [] })} />
        )}
        <textarea
          ref={inputRef}
          className={styles.input}
          rows={2}
          dir="auto"
          value={content}
          placeholder={label}
          aria-label={label}
          aria-autocomplete="list"
          aria-controls={hasList ? listId : undefined}
          aria-activedescendant={hasList ? `${listId}-${presets.selected}` : undefined}
          onChange={(event) => {
            write(event.target.value)
            setCaret(event.target.selectionStart)
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <div className={styles.bar}>
          {!isNote && (
            <>
              <input
                ref={picker}
                type="file"
                multiple
                hidden
                onChange={(event) => {
                  choose(event.target.files)
                  event.target.value = ''
                }}
              />
              <IconButton icon={Paperclip} label={texts.attach} onClick={() => picker.current?.click()} />
              <IconButton
                icon={Sparkles}
                label={texts.suggestReply}
                isBusy={suggestion.isBusy}
                onClick={() => void suggestion.ask()}
              />
            </>
          )}
          <IconButton
            icon={ScrollText}
            label={texts.summarize}
            isBusy={summary.isBusy}
            onClick={() => void summary.ask()}
          />
          <span className={styles.left} role="status">
            {content.length > maxLength - warnAt && texts.charactersLeft(maxLength - content.length)}
          </span>
          <Button kind={isNote ? 'plain' : 'main'} disabled={!canSend} onClick={send}>
            {isNote ? <StickyNote aria-hidden /> : <SendHorizontal aria-hidden />}
            {isNote ? texts.addNote : texts.send}
          </Button>
        </div>
      </div>
      <TypingLine conversationId={id} visitorId={conversation.visitor.id} visitorName={actions.name} />
    </div>
  )
}
