import type { ImportSummary } from '@parley/client/index'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { Fact, Facts } from '../parts/facts.tsx'
import { importsTexts } from './texts/index.ts'

interface CountsProps {
  messages: ImportSummary['messages']
  channels?: ImportSummary['channels']
}

/** What was read, and what has become of it. */
export function Counts({ messages, channels }: CountsProps) {
  const texts = useTexts(importsTexts)
  const { format } = new Intl.NumberFormat(useLanguage())
  return (
    <Facts>
      {channels && <Fact label={texts.channels}>{texts.doneOf(format(channels.done), format(channels.total))}</Fact>}
      <Fact label={texts.entries}>{format(messages.entries)}</Fact>
      <Fact label={texts.imported}>{format(messages.imported)}</Fact>
      <Fact label={texts.alreadyHere}>{format(messages.already_here)}</Fact>
      <Fact label={texts.leftOut}>{format(messages.left_out)}</Fact>
    </Facts>
  )
}
