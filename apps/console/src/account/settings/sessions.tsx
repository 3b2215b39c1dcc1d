import type { Output } from '@parley/client/index'
import { useAsked, useRefresh } from '../../admin/parts/asked.ts'
import { Badge } from '../../admin/parts/form.tsx'
import { Loaded } from '../../admin/parts/loaded.tsx'
import { Section } from '../../admin/parts/page.tsx'
import { Named, Table } from '../../admin/parts/table.tsx'
import { adminTexts } from '../../admin/texts/index.ts'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useSession } from '../../session/context.ts'
import { useCarefulSignOut } from '../../shell/sign-out.ts'
import { Button } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { settingsTexts } from './texts/index.ts'

type OwnSession = Output<'listSessions'>['sessions'][number]

/** Where one is signed in, each of which can be ended. */
export function Sessions() {
  const texts = useTexts(settingsTexts)
  const session = useSession()
  const refresh = useRefresh()
  const attempt = useAttempt()
  const signOut = useCarefulSignOut()
  const sessions = useAsked(['sessions'], async ({ parley }) => (await parley.auth.listSessions()).sessions)
  const others = sessions.data?.filter(({ current }) => !current) ?? []
  const end = (ended: readonly OwnSession[]) =>
    attempt(async () => {
      for (const { id } of ended) await session.parley.auth.deleteSession({ id })
      await refresh(['sessions'])
    })
  const endAll = async () => {
    if (await end(others)) signOut()
  }
  return (
    <Section
      title={texts.sessions}
      about={texts.sessionsAbout}
      actions={
        <>
          {others.length > 0 && <Button onClick={() => void end(others)}>{texts.endOthers}</Button>}
          <Button onClick={() => void endAll()}>{texts.endAll}</Button>
        </>
      }
    >
      <Loaded of={sessions}>
        {(all) => <SessionTable sessions={all} onEnd={(one) => void (one.current ? signOut() : end([one]))} />}
      </Loaded>
    </Section>
  )
}

/** A browser is said in words; a program as it calls itself: `curl/8.5.0`, `node`. */
const isProgram = (device: string) => !device.includes(' ')

interface SessionTableProps {
  sessions: readonly OwnSession[]
  onEnd: (session: OwnSession) => void
}

function SessionTable({ sessions, onEnd }: SessionTableProps) {
  const texts = useTexts(settingsTexts)
  const { actions } = useTexts(adminTexts)
  const dates = useDates()
  const nameOf = ({ device }: OwnSession) =>
    device === null ? texts.unknownDevice : isProgram(device) ? texts.program(device) : device
  return (
    <Table
      label={texts.sessions}
      rows={sessions}
      keyOf={({ id }) => id}
      columns={[
        {
          label: texts.device,
          kind: 'main',
          cell: (one) => (
            <Named
              name={nameOf(one)}
              about={[
                one.workspace?.name ?? texts.anyWorkspace,
                texts.signedInSince(dates.dateTime(one.createdAt)),
              ].join(' · ')}
            />
          ),
        },
        { label: texts.address, cell: ({ address }) => address ?? '–' },
        {
          label: texts.lastUsed,
          cell: ({ lastUsedAt, current }) =>
            current ? <Badge tone="good">{texts.thisOne}</Badge> : dates.ago(lastUsedAt),
        },
        {
          label: actions,
          kind: 'buttons',
          cell: (one) => (
            <Button kind="quiet" aria-label={texts.endOf(nameOf(one))} onClick={() => onEnd(one)}>
              {texts.end}
            </Button>
          ),
        },
      ]}
    />
  )
}
