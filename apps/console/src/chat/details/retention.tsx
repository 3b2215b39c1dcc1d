import type { MyChannel } from '@parley/client/index'
import { useAsked, useRefresh } from '../../admin/parts/asked.ts'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { RetentionForm, Waiting } from '../../retention/retention-form.tsx'
import { retentionTexts } from '../../retention/texts/index.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import styles from './details.module.css'

/** For how many days a channel keeps messages; quiet where that is not known yet. */
export function ChannelRetention({ channel: { id } }: { channel: MyChannel }) {
  const texts = useTexts(retentionTexts)
  const { format } = new Intl.NumberFormat(useLanguage())
  const { parley } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const key = ['channel retention', id]
  const { data } = useAsked(key, async () => (await parley.channels.getRetention({ id })).data)
  if (!data) return null
  const { days, is_own, applies_at, can_change } = data
  if (!can_change) return <p className={styles.quiet}>{days === null ? texts.forEver : texts.keptFor(format(days))}</p>
  const follow = () =>
    attempt(async () => {
      await parley.channels.resetRetention({ id })
      await refresh(key)
    })
  return (
    <section className={styles.part}>
      <h3>{texts.title}</h3>
      <p className={styles.quiet}>{is_own ? texts.aboutChannel : texts.asWorkspace}</p>
      <Waiting appliesAt={applies_at} />
      <RetentionForm
        days={days}
        count={async (preview_days) => (await parley.channels.getRetention({ id, preview_days })).data.preview}
        save={async (wanted) => {
          const { data: set } = await parley.channels.setRetention({ id, days: wanted })
          await refresh(key)
          return set.applies_at
        }}
      />
      {is_own && (
        <div className={styles.actions}>
          <Button onClick={() => void follow()}>{texts.follow}</Button>
        </div>
      )}
    </section>
  )
}
