import type { Twin, TwinVersion } from '@parley/client/index'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { useAskedPages, useRefresh } from '../parts/asked.ts'
import { Badge } from '../parts/form.tsx'
import { Loaded, More } from '../parts/loaded.tsx'
import { Section } from '../parts/page.tsx'
import { PersonName } from '../parts/person-name.tsx'
import { Named, Table } from '../parts/table.tsx'
import { adminTexts } from '../texts/index.ts'
import { twinsTexts } from './texts/index.ts'

/** What a twin was, newest first, each of which can be had again. */
export function Versions({ twin, mayRestore }: { twin: Twin; mayRestore: boolean }) {
  const texts = useTexts(twinsTexts)
  const { actions } = useTexts(adminTexts)
  const dates = useDates()
  const { parley } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const versions = useAskedPages<TwinVersion, number>(['twins', twin.id, 'versions'], async ({ parley }, before) => {
    const { data, meta } = await parley.twins.listVersions({ id: twin.id, limit: 20, before })
    return { data, next: meta.has_more ? data.at(-1)?.version : undefined }
  })
  const restore = (version: number) =>
    void attempt(async () => {
      await parley.twins.restoreVersion({ id: twin.id, version })
      await refresh(['twins'])
      say(texts.restored(version))
    })
  return (
    <Section title={texts.versions} about={texts.versionsAbout}>
      <Loaded of={versions}>
        {(all) => (
          <Table
            label={texts.versions}
            rows={all}
            keyOf={({ version }) => String(version)}
            columns={[
              {
                label: texts.version,
                kind: 'main',
                cell: (one) => (
                  <Named
                    name={texts.versionNumber(one.version)}
                    about={changed(one, all)
                      .map((field) => texts.fields[field])
                      .join(', ')}
                  />
                ),
              },
              { label: texts.by, cell: ({ changed_by }) => changed_by && <PersonName id={changed_by} /> },
              { label: texts.changed, cell: ({ created_at }) => dates.dateTime(created_at) },
              {
                label: actions,
                kind: 'buttons',
                cell: ({ version }) =>
                  version === twin.version ? (
                    <Badge tone="good">{texts.current}</Badge>
                  ) : (
                    mayRestore && (
                      <Button kind="quiet" aria-label={texts.restoreOf(version)} onClick={() => restore(version)}>
                        {texts.restore}
                      </Button>
                    )
                  ),
              },
            ]}
          />
        )}
      </Loaded>
      <More of={versions.more} />
    </Section>
  )
}

const comparedFields = ['name', 'personality', 'system_prompt', 'model', 'tools', 'avatar_url'] as const

/** What a version has changed of the one before it, as far as that is shown. */
function changed(version: TwinVersion, all: readonly TwinVersion[]) {
  const before = all[all.indexOf(version) + 1]
  if (!before) return []
  return comparedFields.filter((field) => JSON.stringify(version[field]) !== JSON.stringify(before[field]))
}
