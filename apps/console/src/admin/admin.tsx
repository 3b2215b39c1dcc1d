import {
  ArrowLeftRight,
  Bot,
  Cable,
  ChartColumn,
  Eraser,
  KeyRound,
  LibraryBig,
  ScrollText,
  Settings,
  ShieldCheck,
  UsersRound,
  Webhook,
  Wrench,
} from 'lucide-react'
import { useTexts } from '../i18n/language.ts'
import { lazyPart } from '../ui/lazy-part.tsx'
import { deskEntries } from './desk-entries.tsx'
import { useRole } from './parts/role.ts'
import { type SectionGroup, Sections } from './parts/sections.tsx'
import { adminTexts } from './texts/index.ts'

const Members = lazyPart(() => import('./members/members.tsx'))
const Twins = lazyPart(() => import('./twins/twins.tsx'))
const Tools = lazyPart(() => import('./tools/tools.tsx'))
const Approvals = lazyPart(() => import('./approvals/approvals.tsx'))
const Knowledge = lazyPart(() => import('./knowledge/knowledge.tsx'))
const Usage = lazyPart(() => import('./usage/usage.tsx'))
const Connections = lazyPart(() => import('./connections/connections.tsx'))
const Webhooks = lazyPart(() => import('./webhooks/webhooks.tsx'))
const Imports = lazyPart(() => import('./imports/imports.tsx'))
const Erasures = lazyPart(() => import('./erasures/erasures.tsx'))
const AuditLog = lazyPart(() => import('./audit/audit.tsx'))
const Keys = lazyPart(() => import('./keys/keys.tsx'))
const WorkspaceSettings = lazyPart(() => import('./workspace/workspace.tsx'))

/** What owners and admins run the workspace with; other members see what is theirs of it. */
export default function Admin() {
  const texts = useTexts(adminTexts)
  const { isAdmin, isAgent } = useRole()
  const groups: SectionGroup[] = [
    { title: texts.people, entries: [{ path: '/members', label: texts.members, icon: UsersRound, Screen: Members }] },
    {
      title: texts.ai,
      entries: [
        { path: '/twins', label: texts.twins, icon: Bot, Screen: Twins },
        { path: '/knowledge', label: texts.knowledge, icon: LibraryBig, Screen: Knowledge },
        { path: '/approvals', label: texts.approvals, icon: ShieldCheck, Screen: Approvals },
        { path: '/usage', label: texts.usage, icon: ChartColumn, Screen: Usage },
        ...(isAdmin ? [{ path: '/tools', label: texts.tools, icon: Wrench, Screen: Tools }] : []),
      ],
    },
    ...(isAdmin || isAgent ? [{ title: texts.desk, entries: deskEntries(texts, isAdmin) }] : []),
    {
      title: texts.integrations,
      entries: [
        { path: '/connections', label: texts.connections, icon: Cable, Screen: Connections },
        ...(isAdmin ? [{ path: '/webhooks', label: texts.webhooks, icon: Webhook, Screen: Webhooks }] : []),
        { path: '/keys', label: texts.keys, icon: KeyRound, Screen: Keys },
      ],
    },
  ]
  if (isAdmin)
    groups.push({
      title: texts.workspace,
      entries: [
        { path: '/imports', label: texts.imports, icon: ArrowLeftRight, Screen: Imports },
        { path: '/erasures', label: texts.erasures, icon: Eraser, Screen: Erasures },
        { path: '/audit', label: texts.audit, icon: ScrollText, Screen: AuditLog },
        { path: '/settings', label: texts.settings, icon: Settings, Screen: WorkspaceSettings },
      ],
    })
  return <Sections label={texts.administration} groups={groups} />
}
