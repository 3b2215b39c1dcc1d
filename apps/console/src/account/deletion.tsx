import { ParleyError } from '@parley/client/parley-error'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { useDates } from '../i18n/dates.ts'
import { useLanguage, useTexts } from '../i18n/language.ts'
import { useSession } from '../session/context.ts'
import { Button } from '../ui/button.tsx'
import { saveText } from '../ui/save.ts'
import { FailedState, Skeleton } from '../ui/states.tsx'
import { Card, cardStyles as styles } from './card.tsx'
import { accountTexts } from './texts/index.ts'

/** How often is asked what has become of it, until everything is deleted. */
const pollMs = 5_000

/** What has become of a workspace that whoever is signed in had deleted, with the receipt; it outlives the workspace. */
export default function Deletion({ workspaceId }: { workspaceId: string }) {
  const texts = useTexts(accountTexts)
  const dates = useDates()
  const { format } = new Intl.NumberFormat(useLanguage())
  const { parley } = useSession()
  const deletion = useQuery({
    queryKey: ['deletion', workspaceId],
    queryFn: async () => (await parley.workspaceDeletions.get({ id: workspaceId })).data,
    refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? pollMs : false),
  })
  const { data, error, refetch } = deletion
  const isMissing = error instanceof ParleyError && error.status === 404
  return (
    <Card title={texts.deletion}>
      {isMissing && <p>{texts.noDeletion}</p>}
      {error && !isMissing && <FailedState onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton rows={3} />}
      {data && (
        <>
          <p>
            {data.state === 'scheduled' && texts.deletionScheduled(dates.full(data.deletes_at))}
            {data.state === 'running' && texts.deletionRunning}
            {data.state === 'done' && texts.deletionDone(dates.full(data.completed_at ?? data.deletes_at))}
          </p>
          {data.copies.length > 0 && (
            <table className={styles.copies}>
              <thead>
                <tr>
                  <th scope="col">{texts.copies}</th>
                  <th scope="col">{texts.deleted}</th>
                </tr>
              </thead>
              <tbody>
                {data.copies.map(({ service, kind, count }) => (
                  <tr key={`${service} ${kind}`}>
                    <td>
                      {service}: {kind}
                    </td>
                    <td>{format(count)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {data.receipt && (
            <>
              <p>{texts.receiptAbout}</p>
              <Button
                kind="main"
                onClick={() => saveText(data.receipt!, `deletion-${workspaceId}.jwt`, 'application/jwt')}
              >
                {texts.downloadReceipt}
              </Button>
            </>
          )}
        </>
      )}
      <p className={styles.aside}>
        <Link href="/">{texts.toWorkspace}</Link>
      </p>
    </Card>
  )
}
