import type { CannedReply } from '@parley/client/index'
import { fillIn, type ReplyVariable } from '@parley/contracts/desk/reply-variables'
import { MessageSquareQuote } from 'lucide-react'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { deskTexts } from '../../desk/texts/index.ts'
import { useTexts } from '../../i18n/language.ts'
import { useSessionState } from '../../session/context.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { useAsked } from '../parts/asked.ts'
import { useDeskRefresh } from '../parts/desk-refresh.ts'
import { textIn } from '../parts/form.tsx'
import { FormDialog } from '../parts/form-dialog.tsx'
import { type EditProps, ListScreen } from '../parts/list-screen.tsx'
import { Section } from '../parts/page.tsx'
import { Named } from '../parts/table.tsx'
import styles from './replies.module.css'
import { ShareField, useMayChange, useSharedColumn } from './sharing.tsx'
import { repliesTexts } from './texts/index.ts'

/** Texts that agents send often. */
export function CannedReplies() {
  const texts = useTexts(repliesTexts).replies
  const { agent } = useStore().parley
  const replies = useAsked(
    ['canned replies'],
    async ({ parley }) => (await parley.agent.listCannedReplies()).cannedReplies,
  )
  const shared = useSharedColumn()
  return (
    <ListScreen
      as={Section}
      icon={MessageSquareQuote}
      texts={texts}
      of={replies}
      nameOf={({ name }) => name}
      columns={[
        {
          label: texts.reply,
          kind: 'main',
          cell: ({ name, content }) => <Named name={name} about={<span className={styles.content}>{content}</span>} />,
        },
        shared,
      ]}
      Edit={EditReply}
      remove={({ id }) => agent.deleteCannedReply({ id })}
      refresh={useDeskRefresh('canned replies')}
      mayChange={useMayChange()}
    />
  )
}

function EditReply({ title, row, onSaved, onClose }: EditProps<CannedReply>) {
  const { name, nameHint, replies: texts } = useTexts(repliesTexts)
  const { variables } = useTexts(deskTexts)
  const { agent } = useStore().parley
  const { problems, isBusy, submit } = useForm(['name', 'content'])
  const [content, setContent] = useState(row?.content ?? '')
  const input = useRef<HTMLTextAreaElement>(null)
  const sample = useSample()

  const insert = (variable: ReplyVariable) => {
    const { selectionStart: start, selectionEnd: end } = input.current!
    const text = `{{${variable}}}`
    // Drawn at once: what is typed next comes behind it.
    flushSync(() => setContent(content.slice(0, start) + text + content.slice(end)))
    input.current?.focus()
    input.current?.setSelectionRange(start + text.length, start + text.length)
  }
  const save = (form: FormData) =>
    submit(async () => {
      const given = { name: textIn(form, 'name') ?? '', content, isShared: form.has('isShared') }
      await (row ? agent.updateCannedReply({ id: row.id, ...given }) : agent.createCannedReply(given))
      await onSaved()
    })
  return (
    <FormDialog
      title={title}
      problem={problems.whole}
      isBusy={isBusy}
      onSubmit={(form) => void save(form)}
      onClose={onClose}
    >
      <TextField
        label={name}
        hint={nameHint}
        name="name"
        dir="auto"
        required
        autoFocus
        maxLength={100}
        autoComplete="off"
        defaultValue={row?.name}
        problem={problems.fields.name}
      />
      <TextArea
        ref={input}
        label={texts.content}
        hint={texts.contentHint}
        required
        rows={5}
        maxLength={4_000}
        value={content}
        onChange={(event) => setContent(event.currentTarget.value)}
        problem={problems.fields.content}
      />
      <fieldset className={styles.variables} aria-label={texts.insert}>
        {(Object.keys(variables) as ReplyVariable[]).map((variable) => (
          <Button key={variable} className={styles.variable} onClick={() => insert(variable)}>
            {variables[variable]}
          </Button>
        ))}
      </fieldset>
      {content.trim() !== '' && (
        <section className={styles.preview} aria-label={texts.preview}>
          <h3 className={styles.caption}>{texts.preview}</h3>
          <p className={styles.bubble} dir="auto">
            {fillIn(content, sample)}
          </p>
        </section>
      )}
      <ShareField row={row} />
    </FormDialog>
  )
}

/** A visitor whom there is not, and who writes to them. */
function useSample(): Record<ReplyVariable, string> {
  const { sample } = useTexts(repliesTexts).replies
  const state = useSessionState()
  const [me, company] = state.status === 'signed in' ? [state.me.name, state.workspace?.name ?? ''] : ['', '']
  return {
    'visitor.name': sample.name,
    'visitor.firstName': sample.firstName,
    'visitor.email': sample.email,
    'agent.name': me,
    'agent.firstName': me.split(' ')[0] ?? me,
    'workspace.name': company,
  }
}
