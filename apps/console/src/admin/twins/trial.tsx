import { Play, Square } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { ToolList } from '../../chat/answers/tool-list.tsx'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { isRefusal, refusalOf } from '../../store/refusal.ts'
import { GrowingText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { useErrorText } from '../../ui/error-text.ts'
import { TextArea } from '../../ui/field.tsx'
import { contentOf, type TwinDraft } from './draft.ts'
import { twinsTexts } from './texts/index.ts'
import { begin, receive, type TrialRun } from './trial-run.ts'
import styles from './twins.module.css'

/** Asks the twin as the form has it, saved or not; nothing of it is kept. */
export function Trial({ draft, avatarUrl }: { draft: TwinDraft; avatarUrl?: string | null }) {
  const texts = useTexts(twinsTexts)
  const { runs, ask, stop } = useTrial(draft)
  const [question, setQuestion] = useState('')
  const isRunning = runs[0]?.status === 'running'
  const send = () => {
    if (isRunning || question.trim() === '') return
    setQuestion('')
    void ask(question.trim())
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <section className={styles.trial} aria-label={texts.trial}>
      <header>
        <h3 className={styles['trial-title']}>{texts.trial}</h3>
        <p className={styles['trial-about']}>{texts.trialAbout}</p>
      </header>
      <form className={styles.question} onSubmit={submit}>
        <TextArea
          label={texts.question}
          rows={2}
          value={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {isRunning ? (
          <Button onClick={stop}>
            <Square aria-hidden />
            {texts.stop}
          </Button>
        ) : (
          <Button kind="main" type="submit" disabled={question.trim() === ''}>
            <Play aria-hidden />
            {texts.ask}
          </Button>
        )}
      </form>
      <div className={styles.answers} role="log" aria-label={texts.answers}>
        {runs.map((run, at) => (
          <Answer key={runs.length - at} run={run} name={draft.name || texts.twin} avatarUrl={avatarUrl} />
        ))}
      </div>
    </section>
  )
}

function Answer({ run, name, avatarUrl }: { run: TrialRun; name: string; avatarUrl?: string | null | undefined }) {
  const texts = useTexts(twinsTexts)
  const { question, text, tools, status, problem } = run
  return (
    <article className={styles.answer} aria-busy={status === 'running'}>
      <p className={styles.asked} dir="auto">
        {question}
      </p>
      <header className={styles.author}>
        <Avatar name={name} url={avatarUrl} isTwin size={24} />
        <bdi>{name}</bdi>
        {status === 'running' && <span className={styles.state}>{texts.writing}</span>}
        {status === 'stopped' && <span className={styles.state}>{texts.stopped}</span>}
      </header>
      <ToolList tools={tools} />
      {text && <GrowingText text={text} moreLabel={texts.showAll} />}
      {problem !== undefined && (
        <p className={styles.failed} role="alert">
          {texts.failed(problem)}
        </p>
      )}
    </article>
  )
}

/** The answers so far, newest first; the one that is written ends when its screen is left. */
function useTrial(draft: TwinDraft) {
  const { parley } = useStore()
  const errorText = useErrorText()
  const [runs, setRuns] = useState<readonly TrialRun[]>([])
  const cancel = useRef<AbortController>(undefined)
  useEffect(() => () => cancel.current?.abort(), [])

  const change = (next: (run: TrialRun) => TrialRun) =>
    setRuns(([newest, ...others]) => (newest ? [next(newest), ...others] : []))

  async function ask(question: string): Promise<void> {
    const controller = new AbortController()
    cancel.current = controller
    const { signal } = controller
    setRuns((before) => [begin(question), ...before])
    // Without a handle: whoever is tried is called by nobody.
    const { handle: _, ...content } = contentOf(draft)
    try {
      const frames = parley.twins.try({ ...content, name: content.name || undefined, message: question }, { signal })
      for await (const frame of frames) change((run) => receive(run, frame))
    } catch (error) {
      if (signal.aborted) return
      if (!isRefusal(error)) throw error
      change((run) => ({ ...run, status: 'failed', problem: errorText(refusalOf(error)) }))
    }
  }

  function stop(): void {
    cancel.current?.abort()
    change((run) => ({ ...run, status: 'stopped' }))
  }
  return { runs, ask, stop }
}
