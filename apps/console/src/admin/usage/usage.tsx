import { useTexts } from '../../i18n/language.ts'
import { Select } from '../../ui/field.tsx'
import { useQueryParam } from '../../ui/use-query-param.ts'
import { useAsked } from '../parts/asked.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { useRole } from '../parts/role.ts'
import { Budgets } from './budgets.tsx'
import { DailyCost } from './daily-cost.tsx'
import { type Range, ranges } from './days.ts'
import { Figures } from './figures.tsx'
import { Shares } from './shares.tsx'
import { usageTexts } from './texts/index.ts'

const rangeNames = Object.keys(ranges) as Range[]

/** What AI has cost: by day, then by whom and by what; and what it may cost. */
export default function Usage() {
  const texts = useTexts(usageTexts)
  const { isAdmin } = useRole()
  const [asked, setRange] = useQueryParam('range')
  const range = rangeNames.find((each) => each === asked) ?? 'month'
  const [from, to] = ranges[range](new Date())
  const usage = useAsked(['usage', 'day', from, to], ({ parley }) =>
    parley.usage.list({ from, to, group_by: 'day', limit: 100 }),
  )
  return (
    <Page
      title={texts.title}
      about={isAdmin ? texts.about : texts.aboutOwn}
      actions={
        <Select aria-label={texts.range} value={range} onChange={(event) => setRange(event.currentTarget.value)}>
          {rangeNames.map((each) => (
            <option key={each} value={each}>
              {texts.ranges[each]}
            </option>
          ))}
        </Select>
      }
    >
      <Loaded of={usage}>
        {({ data, meta }) => (
          <>
            <Figures totals={meta.totals} />
            <DailyCost days={data} from={from} to={to} />
          </>
        )}
      </Loaded>
      <Shares from={from} to={to} />
      {isAdmin && <Budgets />}
    </Page>
  )
}
