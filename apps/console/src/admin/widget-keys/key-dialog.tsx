import type { WidgetKey } from '@parley/client/index'
import { type FormEvent, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import { useAsked, useRefresh } from '../parts/asked.ts'
import { Problem, textIn } from '../parts/form.tsx'
import styles from '../parts/parts.module.css'
import { Copyable } from '../parts/secret.tsx'
import { domainsIn, domainsOf, snippetOf } from './domains.ts'
import { widgetKeysTexts } from './texts/index.ts'

/** Creates a key and shows what to paste, this once; or changes where one works. */
export default function KeyDialog({ widgetKey, onClose }: { widgetKey?: WidgetKey; onClose: () => void }) {
  const texts = useTexts(widgetKeysTexts)
  const { cancel, close, save } = useTexts(uiTexts)
  const { parley } = useStore()
  const refresh = useRefresh()
  const { problems, isBusy, submit } = useForm(['name'])
  const { data: sites = [] } = useAsked(['sites'], async ({ parley }) => (await parley.tenant.listSites()).sites)
  const [created, setCreated] = useState<string>()
  // There is none in production.
  const hasShop = useAsked(['demo shop'], async () => (await fetch('/demo', { method: 'HEAD' })).ok)

  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const given = {
      name: textIn(form, 'name') ?? '',
      domains: domainsIn(textIn(form, 'domains') ?? ''),
      // Until the sites are there, a key stays with its own.
      ...(form.has('site') && { siteId: textIn(form, 'site') ?? null }),
    }
    void submit(async () => {
      if (widgetKey) await parley.tenant.updateWidgetKey({ id: widgetKey.id, ...given })
      else setCreated((await parley.tenant.createWidgetKey(given)).plainKey)
      await refresh(['widget keys'])
      if (widgetKey) onClose()
    })
  }

  if (created !== undefined)
    return (
      <Dialog title={texts.createdTitle} about={texts.createdAbout} onClose={onClose}>
        <Copyable text={snippetOf(location.origin, created)} label={texts.snippet} />
        {hasShop.data && (
          <a href={`/demo?${new URLSearchParams({ key: created })}`} target="_blank" rel="noreferrer">
            {texts.tryIt}
          </a>
        )}
        <DialogActions>
          <Button onClick={onClose}>{close}</Button>
        </DialogActions>
      </Dialog>
    )
  return (
    <Dialog title={widgetKey ? texts.editOf(widgetKey.name) : texts.create} onClose={onClose}>
      <form className={styles.form} onSubmit={send}>
        <TextField
          label={texts.name}
          hint={texts.nameHint}
          name="name"
          required
          autoFocus
          dir="auto"
          autoComplete="off"
          defaultValue={widgetKey?.name}
          problem={problems.fields.name}
        />
        <TextArea
          label={texts.domains}
          hint={texts.domainsHint}
          name="domains"
          spellCheck={false}
          defaultValue={widgetKey && domainsOf(widgetKey).join('\n')}
        />
        {sites.length > 0 && (
          <SelectField label={texts.site} hint={texts.siteHint} name="site" defaultValue={widgetKey?.siteId ?? ''}>
            <option value="">{texts.noSite}</option>
            {sites.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        )}
        <Problem text={problems.whole} />
        <DialogActions>
          <Button onClick={onClose}>{cancel}</Button>
          <Button kind="main" type="submit" isBusy={isBusy}>
            {widgetKey ? save : texts.create}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
