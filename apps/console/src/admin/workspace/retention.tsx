import { useTexts } from '../../i18n/language.ts'
import { RetentionForm, Waiting } from '../../retention/retention-form.tsx'
import { retentionTexts } from '../../retention/texts/index.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { useAsked, useRefresh } from '../parts/asked.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Section } from '../parts/page.tsx'

/** For how many days the workspace keeps messages. */
export function WorkspaceRetention() {
  const texts = useTexts(retentionTexts)
  const { parley } = useStore()
  const refresh = useRefresh()
  const retention = useAsked(['retention'], async ({ parley }) => (await parley.retention.get()).data)
  return (
    <Section title={texts.title} about={texts.aboutWorkspace}>
      <Loaded of={retention}>
        {({ days, applies_at, channels_with_own }) => (
          <>
            <Waiting appliesAt={applies_at} />
            {channels_with_own > 0 && <p>{texts.ownChannels(channels_with_own)}</p>}
            <RetentionForm
              days={days}
              count={async (preview_days) => (await parley.retention.get({ preview_days })).data.preview}
              save={async (wanted) => {
                const { data } = await parley.retention.set({ days: wanted })
                await refresh(['retention'])
                return data.applies_at
              }}
            />
          </>
        )}
      </Loaded>
    </Section>
  )
}
