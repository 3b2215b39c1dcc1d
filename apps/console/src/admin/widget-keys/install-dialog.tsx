import type { WidgetKey } from '@parley/client/index'
import { allowsHost } from '@parley/contracts/desk/allowed-host'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import parts from '../parts/parts.module.css'
import { Copyable } from '../parts/secret.tsx'
import { domainsOf, hostIn, snippetOf } from './domains.ts'
import { type Sighting, sightingOn } from './sighting.ts'
import { widgetKeysTexts } from './texts/index.ts'
import styles from './widget-keys.module.css'

interface Checked extends Sighting {
  host: string
}

/** What is pasted into a website, and whether it works there. */
export default function InstallDialog({ widgetKey, onClose }: { widgetKey: WidgetKey; onClose: () => void }) {
  const texts = useTexts(widgetKeysTexts)
  const { close } = useTexts(uiTexts)
  const { tenant } = useStore().parley
  const { problems, isBusy, submit, setProblems } = useForm([])
  const [checked, setChecked] = useState<Checked>()
  const check = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const host = hostIn(String(new FormData(event.currentTarget).get('page')))
    if (host === undefined) return setProblems({ fields: {}, whole: texts.noAddress })
    void submit(async () => {
      const { visitors } = await tenant.listVisitors({ limit: 100 })
      setChecked({ host, ...sightingOn(host, visitors) })
    })
  }
  return (
    <Dialog title={texts.installTitle} about={texts.installAbout} onClose={onClose}>
      <Copyable text={snippetOf(location.origin, `${widgetKey.keyPrefix}…`)} label={texts.snippet} />
      <form className={parts.form} onSubmit={check}>
        <TextField
          label={texts.check}
          hint={texts.checkHint}
          name="page"
          dir="ltr"
          required
          spellCheck={false}
          autoComplete="off"
          problem={problems.whole}
        />
        <div aria-live="polite">{checked && <Findings widgetKey={widgetKey} checked={checked} />}</div>
        <DialogActions>
          <Button onClick={onClose}>{close}</Button>
          <Button kind="main" type="submit" isBusy={isBusy}>
            {texts.checkAction}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

function Findings({ widgetKey, checked }: { widgetKey: WidgetKey; checked: Checked }) {
  const texts = useTexts(widgetKeysTexts)
  const dates = useDates()
  const { host, seenAt, lookedAt } = checked
  const isAllowed = allowsHost(domainsOf(widgetKey), host)
  return (
    <ul className={styles.findings}>
      {widgetKey.status !== 'ACTIVE' && <Finding isGood={false}>{texts.isInactive}</Finding>}
      <Finding isGood={isAllowed}>{isAllowed ? texts.allowed(host) : texts.notAllowed(host)}</Finding>
      <Finding isGood={seenAt !== undefined}>
        {seenAt === undefined ? texts.notSeen(host, lookedAt) : texts.seen(host, dates.ago(seenAt))}
      </Finding>
    </ul>
  )
}

const Finding = ({ isGood, children }: { isGood: boolean; children: ReactNode }) => (
  <li className={isGood ? styles.good : styles.bad}>
    {isGood ? <CircleCheck aria-hidden /> : <CircleAlert aria-hidden />}
    <span>{children}</span>
  </li>
)
