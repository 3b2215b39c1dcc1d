import { useState } from 'react'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import type { DeskConversation } from '../../store/desk/conversations.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { FailedState, Skeleton } from '../../ui/states.tsx'
import { uiTexts } from '../../ui/texts/index.ts'
import { deskTexts } from '../texts/index.ts'
import { useDesk } from '../use-desk.ts'
import { useConversationsOf } from '../visitors/use-conversations-of.ts'
import styles from './merge-dialog.module.css'

/** Chooses another conversation of the same visitor, to become part of this one. */
export default function MergeDialog({
  conversation,
  onClose,
}: {
  conversation: DeskConversation
  onClose: () => void
}) {
  const texts = useTexts(deskTexts)
  const { cancel } = useTexts(uiTexts)
  const dates = useDates()
  const { calls, conversations, lists } = useDesk()
  const attempt = useAttempt()
  const [chosen, choose] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const { data, isError, refetch } = useConversationsOf(conversation.visitor.id)
  const others = data?.filter(({ id, mergedInto }) => id !== conversation.id && mergedInto === null)
  const merge = async () => {
    if (chosen === undefined) return
    setBusy(true)
    const isDone = await attempt(async () => {
      conversations.put(await calls.merge(conversation.id, chosen))
      lists.remove(chosen)
    })
    setBusy(false)
    if (isDone) onClose()
  }
  return (
    <Dialog title={texts.merge} about={texts.mergeAbout} onClose={onClose}>
      {isError && <FailedState onRetry={() => void refetch()} />}
      {!data && !isError && <Skeleton rows={3} />}
      {others?.length === 0 && <p>{texts.nothingToMerge}</p>}
      <fieldset className={styles.choices} aria-label={texts.conversations}>
        {others?.map(({ id, lastMessage, updatedAt }) => (
          <label key={id} className={styles.choice}>
            <input type="radio" name="conversation" checked={id === chosen} onChange={() => choose(id)} />
            <span className={styles.text} dir="auto">
              {lastMessage?.content || texts.file}
            </span>
            <time dateTime={updatedAt}>{dates.dateTime(updatedAt)}</time>
          </label>
        ))}
      </fieldset>
      <DialogActions>
        <Button onClick={onClose}>{cancel}</Button>
        <Button kind="main" disabled={chosen === undefined} isBusy={isBusy} onClick={() => void merge()}>
          {texts.mergeAction}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
