import { UsersRound } from 'lucide-react'
import { lazy } from 'react'
import { useTexts } from '../i18n/language.ts'
import { Sections } from './parts/sections.tsx'
import { adminTexts } from './texts/index.ts'

const Members = lazy(() => import('./members/members.tsx'))

/** What owners and admins run the workspace with; other members see what is theirs of it. */
export default function Admin() {
  const texts = useTexts(adminTexts)
  return (
    <Sections
      label={texts.administration}
      groups={[
        {
          title: texts.people,
          entries: [{ path: '/members', label: texts.members, icon: UsersRound, Screen: Members }],
        },
      ]}
    />
  )
}
