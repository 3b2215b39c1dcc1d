import { Ellipsis, Plus } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Switch } from '../../ui/switch.tsx'
import { say } from '../../ui/toasts.tsx'
import { useAsked, useRefresh } from '../parts/asked.ts'
import { Badge } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Section } from '../parts/page.tsx'
import { Named, Table } from '../parts/table.tsx'
import { adminTexts } from '../texts/index.ts'
import type { McpServer } from './mcp-server.ts'
import { toolsTexts } from './texts/index.ts'

const McpServerDialog = lazyPart(() => import('./mcp-server-dialog.tsx'))
const McpToolsDialog = lazyPart(() => import('./mcp-tools-dialog.tsx'))
const DeleteMcpServer = lazyPart(() => import('./delete-mcp-server.tsx'))

type Opened = { what: 'add' } | { what: 'edit' | 'tools' | 'delete'; server: McpServer }

/** Servers of others that bring tools. */
export function McpServers() {
  const texts = useTexts(toolsTexts)
  const [opened, open] = useState<Opened>()
  const servers = useAsked(['mcp'], async ({ parley }) => (await parley.mcpServers.list({ limit: 100 })).data)
  const close = () => open(undefined)
  return (
    <Section
      title={texts.servers}
      about={texts.serversAbout}
      actions={
        <Button kind="main" onClick={() => open({ what: 'add' })}>
          <Plus aria-hidden />
          {texts.addServer}
        </Button>
      }
    >
      <Loaded of={servers}>
        {(all) => (all.length > 0 ? <ServerTable servers={all} onOpen={open} /> : <p>{texts.noServers}</p>)}
      </Loaded>
      <Suspense>
        {opened?.what === 'add' && <McpServerDialog onClose={close} />}
        {opened?.what === 'edit' && <McpServerDialog server={opened.server} onClose={close} />}
        {opened?.what === 'tools' && <McpToolsDialog server={opened.server} onClose={close} />}
        {opened?.what === 'delete' && <DeleteMcpServer server={opened.server} onClose={close} />}
      </Suspense>
    </Section>
  )
}

interface ServerTableProps {
  servers: readonly McpServer[]
  onOpen: (opened: Opened) => void
}

function ServerTable({ servers, onOpen }: ServerTableProps) {
  const texts = useTexts(toolsTexts)
  const { actions } = useTexts(adminTexts)
  const { parley } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const change = (work: () => Promise<unknown>) =>
    void attempt(async () => {
      await work()
      await refresh(['mcp'], ['tools'])
    })
  const test = (server: McpServer) =>
    change(async () => {
      const { data } = await parley.mcpServers.test({ id: server.id })
      say(data.success ? texts.works(server.name, data.tool_count) : texts.doesNotWork(server.name, data.error ?? ''))
    })
  return (
    <Table
      label={texts.servers}
      rows={servers}
      keyOf={({ id }) => id}
      columns={[
        { label: texts.server, kind: 'main', cell: ({ name, url }) => <Named name={name} about={url} /> },
        {
          label: texts.state,
          cell: ({ error, tool_count }) =>
            error === null ? texts.toolCount(tool_count) : <Badge tone="bad">{error}</Badge>,
        },
        {
          label: texts.enabled,
          cell: ({ id, name, enabled }) => (
            <Switch
              isBare
              label={texts.enabledOf(name)}
              checked={enabled}
              onChange={(isOn) => change(() => parley.mcpServers.update({ id, enabled: isOn }))}
            />
          ),
        },
        {
          label: actions,
          kind: 'menu',
          cell: (server) => (
            <Menu
              trigger={<IconButton icon={Ellipsis} label={texts.moreOf(server.name)} />}
              entries={() => [
                { label: texts.test, onSelect: () => test(server) },
                { label: texts.showTools, onSelect: () => onOpen({ what: 'tools', server }) },
                { label: texts.edit, onSelect: () => onOpen({ what: 'edit', server }) },
                'separator',
                { label: texts.remove, isDangerous: true, onSelect: () => onOpen({ what: 'delete', server }) },
              ]}
            />
          ),
        },
      ]}
    />
  )
}
