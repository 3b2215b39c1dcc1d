import { useState } from 'react'
import { firstStepsTexts } from '../../chat/first-steps/texts/index.ts'
import { firstStepsKey } from '../../chat/first-steps/use-first-steps.ts'
import { useLoadDemo } from '../../chat/first-steps/use-load-demo.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { say } from '../../ui/toasts.tsx'
import { useAsked, useRefresh } from '../parts/asked.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Section } from '../parts/page.tsx'

/** Loads the demo data, or removes it. */
export function DemoSection() {
  const demo = useAsked(['demo'], async ({ parley }) => (await parley.demo.get()).data)
  return <Loaded of={demo}>{({ is_loaded }) => (is_loaded ? <Present /> : <NotLoaded />)}</Loaded>
}

function NotLoaded() {
  const texts = useTexts(firstStepsTexts)
  const { isBusy, load } = useLoadDemo()
  return (
    <Section
      title={texts.demoTitle}
      about={texts.demoGone}
      actions={
        <Button isBusy={isBusy} onClick={() => void load()}>
          {texts.demoDo}
        </Button>
      }
    />
  )
}

function Present() {
  const texts = useTexts(firstStepsTexts)
  const { parley } = useStore()
  const refresh = useRefresh()
  const [isAsking, setAsking] = useState(false)
  const remove = async () => {
    await parley.demo.remove()
    say(texts.demoRemoved)
    await refresh(['demo'], [firstStepsKey])
  }
  return (
    <Section
      title={texts.demoTitle}
      about={texts.demoThere}
      actions={<Button onClick={() => setAsking(true)}>{texts.demoRemove}</Button>}
    >
      {isAsking && (
        <ConfirmDialog
          isDangerous
          title={`${texts.demoRemove}?`}
          about={texts.demoThere}
          action={texts.demoRemove}
          onConfirm={remove}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  )
}
