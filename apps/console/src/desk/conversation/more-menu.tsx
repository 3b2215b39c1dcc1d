import { EllipsisVertical, GitMerge, Tag, Trash2 } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import type { DeskConversation } from '../../store/desk/conversations.ts'
import { IconButton } from '../../ui/button.tsx'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { Menu } from '../../ui/menu.tsx'
import { uiTexts } from '../../ui/texts/index.ts'
import { deskTexts } from '../texts/index.ts'
import { useDesk } from '../use-desk.ts'
import { useLabels } from '../use-labels.ts'
import { priorities } from './priorities.ts'
import type { ConversationActions } from './use-actions.ts'

const MergeDialog = lazyPart(() => import('./merge-dialog.tsx'))
const DeleteConversation = lazyPart(() => import('./delete-conversation.tsx'))

interface MenusProps {
  conversation: DeskConversation
  actions: ConversationActions
}

/** What is done with a conversation less often. */
export function MoreMenu({ conversation, actions }: MenusProps) {
  const texts = useTexts(deskTexts)
  const { more } = useTexts(uiTexts)
  const { roles } = useDesk()
  const [asks, setAsks] = useState<'merge' | 'delete'>()
  const { isOpen, isMerged } = actions
  return (
    <>
      <Menu
        trigger={<IconButton icon={EllipsisVertical} label={more} />}
        entries={() => [
          ...priorities.map((priority) => ({
            label: texts.priority(priority === null ? texts.noPriority : texts.priorities[priority]),
            isChecked: conversation.priority === priority,
            onSelect: () => void actions.change({ priority }),
          })),
          'separator',
          { label: texts.merge, icon: GitMerge, isDisabled: !isOpen, onSelect: () => setAsks('merge') },
          ...(roles.isOwner && !isMerged
            ? [{ label: texts.deleteConversation, icon: Trash2, isDangerous: true, onSelect: () => setAsks('delete') }]
            : []),
        ]}
      />
      <Suspense>
        {asks === 'merge' && <MergeDialog conversation={conversation} onClose={() => setAsks(undefined)} />}
        {asks === 'delete' && <DeleteConversation actions={actions} onClose={() => setAsks(undefined)} />}
      </Suspense>
    </>
  )
}

/** The labels of a conversation, each to be ticked. */
export function LabelsMenu({ conversation, actions }: MenusProps) {
  const texts = useTexts(deskTexts)
  const labels = useLabels()
  const chosen = conversation.labels.map(({ id }) => id)
  if (labels.length === 0) return null
  return (
    <Menu
      trigger={<IconButton icon={Tag} label={texts.labels} />}
      entries={() =>
        labels.map(({ id, name }) => ({
          label: name,
          isChecked: chosen.includes(id),
          onSelect: () =>
            void actions.change({
              labelIds: chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id],
            }),
        }))
      }
    />
  )
}
