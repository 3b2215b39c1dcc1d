import type { Twin, TwinVersion } from '@parley/client/index'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { useRefresh } from '../parts/asked.ts'
import { Badge } from '../parts/form.tsx'
import { Loaded, More } from '../parts/loaded.tsx'
import { Section } from '../parts/page.tsx'
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
  const { versions, more, ...asked } = useVersions(twin.id)
  const restore = (version: number) =>
    void attempt(async () => {
      await parley.twins.restoreVersion({ id: twin.id, version })
      await refresh(['twins'])
      say(texts.restored(version))
    })
  return (
    <Section title={texts.versions} about={texts.versionsAbout}>
      <Loaded of={{ ...asked, data: versions }}>
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
              { label: texts.by, cell: ({ changed_by }) => changed_by && <Person id={changed_by} /> },
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
      <More of={more} />
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

function useVersions(id: string) {
  const { parley, workspaceId } = useStore()
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [workspaceId, 'twins', id, 'versions'],
    queryFn: async ({ pageParam }) => parley.twins.listVersions({ id, limit: 20, before: pageParam }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => (last.meta.has_more ? last.data.at(-1)?.version : undefined),
  })
  return {
    versions: data?.pages.flatMap((page) => page.data),
    error,
    refetch,
    more: hasNextPage ? { isBusy: isFetchingNextPage, load: () => void fetchNextPage() } : undefined,
  }
}

function Person({ id }: { id: string }) {
  const person = useTopic(`person:${id}`, ({ people }) => people.get(id))
  return <bdi>{person?.display_name}</bdi>
}
