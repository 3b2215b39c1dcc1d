import { PencilLine, Trash2 } from 'lucide-react'
import { channelPath } from '../../../addresses.ts'
import { useTexts } from '../../../i18n/language.ts'
import { shellTexts } from '../../../shell/texts/index.ts'
import { useStore, useTopic } from '../../../shell/workspace-provider.tsx'
import type { Draft } from '../../../store/drafts.ts'
import { keyOf } from '../../../store/windows.ts'
import { IconButton } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { say } from '../../../ui/toasts.tsx'
import { ChannelTitle } from '../../channel-title.tsx'
import { chatTexts } from '../../texts/index.ts'
import { findingTexts } from '../texts/index.ts'
import { useChannelTitle } from '../use-channel-title.ts'
import { ListRow } from './list-row.tsx'
import { ListScreen, ListTabs } from './list-screen.tsx'

/** What was begun and not sent, the one touched last first. */
export default function Drafts() {
  const { drafts: title } = useTexts(shellTexts)
  const texts = useTexts(findingTexts)
  const drafts = useTopic('drafts', (store) => store.drafts.all)
  return (
    <ListScreen title={title} tabs={<DraftTabs />}>
      {drafts.length === 0 ? (
        <EmptyState icon={PencilLine} title={texts.noDrafts} about={texts.noDraftsAbout} />
      ) : (
        <ul>
          {drafts.map((draft) => (
            <DraftRow key={keyOf(draft.place)} draft={draft} />
          ))}
        </ul>
      )}
    </ListScreen>
  )
}

/** Drafts and what is scheduled: both are one’s own, and not sent yet. */
export function DraftTabs() {
  const { drafts, scheduled } = useTexts(findingTexts)
  return (
    <ListTabs
      tabs={[
        ['/drafts', drafts],
        ['/drafts/scheduled', scheduled],
      ]}
    />
  )
}

function DraftRow({ draft }: { draft: Draft }) {
  const texts = useTexts(findingTexts)
  const { thread } = useTexts(chatTexts)
  const { drafts } = useStore()
  const { place, content, files, updatedAt } = draft
  const title = useChannelTitle(place.channelId)
  const remove = () => {
    drafts.remove(place)
    say(texts.draftRemoved, { label: texts.undo, run: () => drafts.write(place, draft) })
  }
  return (
    <ListRow
      path={channelPath(place)}
      picture={<PencilLine aria-hidden />}
      title={<ChannelTitle channelId={place.channelId} />}
      place={place.threadId && thread}
      time={updatedAt}
      notes={files.length > 0 && files.map(({ name }) => name).join(', ')}
      actions={<IconButton icon={Trash2} label={texts.deleteDraft(title)} onClick={remove} />}
    >
      {content}
    </ListRow>
  )
}
