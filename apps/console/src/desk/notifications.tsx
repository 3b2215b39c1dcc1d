import type { Conversation } from '@parley/client/index'
import { useEffect } from 'react'
import { useTexts } from '../i18n/language.ts'
import type { SignedInState } from '../session/session.ts'
import { useNotifier } from '../shell/notifications/use-notifier.ts'
import { deskMark } from '../shell/tab-title.ts'
import { useStore } from '../shell/workspace-provider.tsx'
import { type DeskNews, isForAgent, newsEvents, newsOf } from '../store/desk/news.ts'
import { views } from '../store/desk/views.ts'
import { deskTexts } from './texts/index.ts'
import { useDeskOf } from './use-desk.ts'
import { visitorName } from './visitor-name.ts'

/** Notifies an agent of visitors, wherever in the console they are, and counts those who wait in the tab’s title. */
export default function DeskNotifications({ me }: { me: SignedInState['me'] }) {
  const texts = useTexts(deskTexts)
  const { topics, realtime } = useStore()
  const desk = useDeskOf(me)
  const notifier = useNotifier()

  useEffect(() => {
    const count = () => deskMark.set((desk.counts.all.waiting ?? 0) + desk.conversations.unreadOf(desk.myId))
    const stops = [topics.watch('desk:counts', count), topics.watch('desk:unread', count), () => deskMark.set(0)]
    void desk.lists.open(views.mine)
    count()
    return () => {
      for (const stop of stops) stop()
    }
  }, [desk, topics])

  useEffect(() => {
    const show = (news: DeskNews, { id, visitor, lastMessage }: Conversation) =>
      notifier.show({
        title: texts.news[news](visitorName(visitor, texts.visitor)),
        body: lastMessage?.content ?? '',
        tag: id,
        path: `/desk/${news === 'waits' ? 'waiting' : 'mine'}/${id}`,
      })
    const stops = newsEvents.map((type) =>
      realtime.on(type, ({ data, at }) => {
        const conversation = data as Conversation
        const news = newsOf(conversation, at, desk.myId)
        if (news && notifier.mayNotify()) show(news, conversation)
      }),
    )
    stops.push(
      realtime.on('conversation.message', async ({ data: message }) => {
        if (message.senderType !== 'VISITOR' || !notifier.mayNotify()) return
        const id = message.conversationId
        if (!desk.conversations.get(id)) await desk.conversations.refresh(id)
        const conversation = desk.conversations.get(id)
        if (conversation && isForAgent(message, conversation, desk.myId)) show('message', conversation)
      }),
    )
    return () => {
      for (const stop of stops) stop()
    }
  }, [desk, realtime, notifier, texts])
  return null
}
