import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { useRefresh } from '../parts/asked.ts'
import type { McpServer } from './mcp-server.ts'
import { toolsTexts } from './texts/index.ts'

/** Asks before a server is removed. */
export default function DeleteMcpServer({ server: { id, name }, onClose }: { server: McpServer; onClose: () => void }) {
  const texts = useTexts(toolsTexts)
  const { parley } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const [isBusy, setBusy] = useState(false)
  const remove = async () => {
    setBusy(true)
    const isRemoved = await attempt(async () => {
      await parley.mcpServers.delete({ id })
      await refresh(['mcp'], ['tools'])
    })
    if (isRemoved) onClose()
    else setBusy(false)
  }
  return (
    <ConfirmDialog
      title={texts.removeTitle(name)}
      about={texts.removeAbout}
      action={texts.remove}
      isDangerous
      isBusy={isBusy}
      onConfirm={() => void remove()}
      onClose={onClose}
    />
  )
}
