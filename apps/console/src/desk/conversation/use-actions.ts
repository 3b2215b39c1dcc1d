import { useLocation } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import type { Action, ConversationChanges } from '../../store/desk/calls.ts'
import type { DeskConversation } from '../../store/desk/conversations.ts'
import type { Listed } from '../../store/desk/filter.ts'
import { useAttempt } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import type { PathOf } from '../inbox/use-listed.ts'
import { deskTexts } from '../texts/index.ts'
import { useDesk } from '../use-desk.ts'
import { visitorName } from '../visitor-name.ts'

export type ConversationActions = ReturnType<typeof useConversationActions>

/** What can be done with a conversation, each saying what did not work. */
export function useConversationActions(
  conversation: DeskConversation,
  { pathOf, listed }: { pathOf: PathOf; listed: Listed },
) {
  const texts = useTexts(deskTexts)
  const { calls, conversations, lists, myId, workspace } = useDesk()
  const attempt = useAttempt()
  const [, navigate] = useLocation()
  const { id, agent, status, mergedInto } = conversation
  const isOpen = status !== 'CLOSED'
  const isMine = isOpen && agent?.id === myId

  /** Does what only one of several can do, and says who has it where somebody else was faster. */
  async function act(action: Action): Promise<void> {
    const [result] = await calls.actOnAll([id], [action])
    const now = await conversations.load(id)
    if (result?.outcome !== 'conflict') return
    say(now.status === 'CLOSED' ? texts.isResolved : texts.lostTo(now.agent?.name ?? texts.formerAgent))
  }

  return {
    name: visitorName(conversation.visitor, texts.visitor),
    isOpen,
    isMine,
    /** Somebody else’s: only they answer. */
    isTaken: isOpen && agent !== null && !isMine,
    isMerged: mergedInto !== null,
    assignToMe: () => attempt(() => act({ type: 'assign', agentId: null })),
    assign: (agentId: string) => attempt(() => act({ type: 'assign', agentId })),
    assignTeam: (teamId: string) => attempt(() => act({ type: 'assignTeam', teamId })),
    change: (changes: ConversationChanges) => attempt(async () => conversations.put(await calls.update(id, changes))),
    /** Resolves it, and goes on with the next of the list. */
    resolve: () => {
      const ids = lists.get(listed)?.ids ?? []
      const at = ids.indexOf(id)
      const next = ids[at + 1] ?? ids[at - 1]
      const { pathname } = window.location
      return attempt(async () => {
        conversations.put(await calls.resolve(id))
        // Whoever has gone elsewhere meanwhile stays there.
        const isHere = window.location.pathname === pathname
        if (isHere && at !== -1) navigate(pathOf(next))
      })
    },
    remove: () => {
      const { pathname } = window.location
      return attempt(async () => {
        await workspace.parley.tenant.deleteConversation({ id })
        conversations.remove(id)
        lists.remove(id)
        if (window.location.pathname === pathname) navigate(pathOf())
      })
    },
  }
}
