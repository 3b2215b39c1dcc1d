import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useRefresh } from '../parts/asked.ts'
import type { McpServer } from './mcp-server.ts'
import { toolsTexts } from './texts/index.ts'

/** Asks before a server is removed. */
export default function DeleteMcpServer({ server: { id, name }, onClose }: { server: McpServer; onClose: () => void }) {
  const texts = useTexts(toolsTexts)
  const { parley } = useStore()
  const refresh = useRefresh()
  const remove = async () => {
    await parley.mcpServers.delete({ id })
    await refresh(['mcp'], ['tools'])
  }
  return (
    <ConfirmDialog
      title={texts.removeTitle(name)}
      about={texts.removeAbout}
      action={texts.remove}
      isDangerous
      onConfirm={remove}
      onClose={onClose}
    />
  )
}
