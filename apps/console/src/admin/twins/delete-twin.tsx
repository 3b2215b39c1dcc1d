import type { Twin } from '@parley/client/index'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useRefresh } from '../parts/asked.ts'
import { Section } from '../parts/page.tsx'
import { twinsTexts } from './texts/index.ts'

/** Deletes a twin, after asking. */
export function DeleteTwin({ twin: { id, name } }: { twin: Twin }) {
  const texts = useTexts(twinsTexts)
  const { parley } = useStore()
  const refresh = useRefresh()
  const [, navigate] = useLocation()
  const [isAsking, setAsking] = useState(false)
  const remove = async () => {
    await parley.twins.delete({ id })
    navigate('/', { replace: true })
    await refresh(['twins', 'all'])
  }
  return (
    <Section
      isDangerous
      title={texts.delete}
      about={texts.deleteAbout}
      actions={
        <Button kind="danger" onClick={() => setAsking(true)}>
          {texts.delete}
        </Button>
      }
    >
      {isAsking && (
        <ConfirmDialog
          title={texts.deleteTitle(name)}
          about={texts.deleteAbout}
          action={texts.delete}
          isDangerous
          onConfirm={remove}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  )
}
