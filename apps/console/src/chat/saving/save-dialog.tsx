import { useEffect, useRef, useState } from 'react'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { saveText } from '../../ui/save.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import { nameOf, titleOf } from '../channel-name.ts'
import finding from '../finding/finding.module.css'
import type { ChatDialogProps } from '../open-dialog.ts'
import { chatTexts } from '../texts/index.ts'
import { asText } from './as-text.ts'
import { maxSaved, readChannel } from './read-channel.ts'
import { savingTexts } from './texts/index.ts'

const formats = ['text', 'json'] as const
type Format = (typeof formats)[number]

/** Saves what was said in a channel as a file, as far as its reader can read it. */
export default function SaveDialog({ dialog, onClose }: ChatDialogProps) {
  const channelId = 'channelId' in dialog ? dialog.channelId : ''
  const texts = useTexts(savingTexts)
  const ui = useTexts(uiTexts)
  const { formerMember } = useTexts(chatTexts)
  const dates = useDates()
  const { parley, me } = useStore()
  const channel = useTopic(`channel:${channelId}`, ({ channels }) => channels.get(channelId))
  const attempt = useAttempt()
  const [format, setFormat] = useState<Format>('text')
  const [part, setPart] = useState<number>()
  const cancel = useRef(new AbortController())
  useEffect(() => {
    const controller = new AbortController()
    cancel.current = controller
    return () => controller.abort()
  }, [])
  if (!channel) return null
  const title = titleOf(channel, nameOf(channel, me.uuid, formerMember))

  const save = async () => {
    const { signal } = cancel.current
    setPart(0)
    const isDone = await attempt(async () => {
      try {
        const { messages } = await readChannel(parley, channelId, { onProgress: setPart, signal })
        const words = { channel: title, formerMember, time: dates.full }
        if (format === 'json')
          saveText(JSON.stringify({ channel, messages }, null, 2), `${channel.name}.json`, 'application/json')
        else saveText(asText(messages, words), `${channel.name}.txt`, 'text/plain')
      } catch (error) {
        if (!signal.aborted) throw error
      }
    })
    setPart(undefined)
    if (isDone) onClose()
  }
  return (
    <Dialog title={texts.title(title)} about={texts.about(maxSaved)} width="28rem" onClose={onClose}>
      <fieldset className={finding.choices} disabled={part !== undefined}>
        <legend className="unseen">{texts.format}</legend>
        {formats.map((each) => (
          <label key={each} className={finding.choice}>
            <input type="radio" name="format" checked={format === each} onChange={() => setFormat(each)} />
            {texts.formats[each]}
          </label>
        ))}
      </fieldset>
      {part !== undefined && (
        <progress value={part} max={1} aria-label={texts.reading} style={{ inlineSize: '100%' }} />
      )}
      <DialogActions>
        <Button onClick={onClose}>{ui.cancel}</Button>
        <Button kind="main" isBusy={part !== undefined} onClick={() => void save()}>
          {texts.save}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
