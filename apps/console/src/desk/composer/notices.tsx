import { useTexts } from '../../i18n/language.ts'
import type { DeskConversation } from '../../store/desk/conversations.ts'
import { isNote } from '../../store/desk/timelines.ts'
import { Button } from '../../ui/button.tsx'
import { useErrorText } from '../../ui/error-text.ts'
import type { ConversationActions } from '../conversation/use-actions.ts'
import { deskTexts } from '../texts/index.ts'
import { useDesk, useDeskTopic } from '../use-desk.ts'
import styles from './composer.module.css'

interface NoticesProps {
  conversation: DeskConversation
  actions: ConversationActions
}

/** Why a reply was not sent, and whose the conversation is where it is somebody else’s. */
export function Notices({ conversation: { id, agent, status }, actions }: NoticesProps) {
  const texts = useTexts(deskTexts)
  const errorText = useErrorText()
  const { roles } = useDesk()
  const refusal = useDeskTopic(`desk:replies:${id}`, ({ replies }) => replies.refusal(id))
  const hasAiAnswered = useDeskTopic(`desk:timeline:${id}`, ({ timelines }) =>
    timelines.get(id)?.entries.some((entry) => !isNote(entry) && entry.senderType === 'AI'),
  )
  const agentName = agent?.name ?? texts.formerAgent
  if (refusal)
    return (
      <p className={styles.refusal} role="alert">
        {refusal.isLost && actions.isTaken ? texts.lostTo(agentName) : texts.notSent(errorText(refusal))}{' '}
        {texts.textIsKept}
      </p>
    )
  if (actions.isTaken)
    return (
      <p className={styles.notice}>
        {texts.takenBy(agentName)}
        {roles.isOwner && (
          <Button kind="quiet" onClick={() => void actions.assignToMe()}>
            {texts.takeOver}
          </Button>
        )}
      </p>
    )
  if (hasAiAnswered && agent === null && actions.isOpen)
    return (
      <p className={styles.notice}>
        {texts.aiAnswers}
        <Button kind="quiet" onClick={() => void actions.assignToMe()}>
          {texts.takeOver}
        </Button>
      </p>
    )
  if (status === 'CLOSED') return <p className={styles.notice}>{texts.replyReopens}</p>
  return null
}
