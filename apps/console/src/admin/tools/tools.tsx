import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Select } from '../../ui/field.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { useRefresh } from '../parts/asked.ts'
import { Badge } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Page, Section } from '../parts/page.tsx'
import { Named, Table } from '../parts/table.tsx'
import { McpServers } from './mcp-servers.tsx'
import type { Permission } from './permission-select.tsx'
import { type Tool, useTools } from './policies.ts'
import { toolsTexts } from './texts/index.ts'

/** What AI may use in this workspace, and the servers that bring more. */
export default function Tools() {
  const texts = useTexts(toolsTexts)
  const tools = useTools()
  return (
    <Page title={texts.title} about={texts.about}>
      <McpServers />
      <Section title={texts.permissionsTitle} about={texts.permissionsAbout}>
        <Loaded of={tools}>{(all) => <ToolTable tools={all} />}</Loaded>
      </Section>
    </Page>
  )
}

function ToolTable({ tools }: { tools: readonly Tool[] }) {
  const texts = useTexts(toolsTexts)
  return (
    <Table
      label={texts.permissionsTitle}
      rows={tools}
      keyOf={({ name }) => name}
      columns={[
        {
          label: texts.tool,
          kind: 'main',
          cell: ({ name, description }) => <Named name={<code>{name}</code>} about={description} />,
        },
        {
          label: texts.state,
          cell: ({ available, reason }) =>
            available ? texts.usable : <Badge tone="warn">{reason ?? texts.unusable}</Badge>,
        },
        { label: texts.permission, cell: (tool) => <WorkspacePermission tool={tool} /> },
      ]}
    />
  )
}

function WorkspacePermission({ tool: { name, permission } }: { tool: Tool }) {
  const texts = useTexts(toolsTexts)
  const { parley } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const set = (chosen: Permission) =>
    void attempt(async () => {
      await parley.tools.setPolicy({ tool: name, permission: chosen })
      await refresh(['policies'], ['tools'])
    })
  return (
    <Select
      aria-label={texts.permissionOf(name)}
      value={permission}
      onChange={(event) => set(event.currentTarget.value as Permission)}
    >
      {(['allow', 'ask', 'deny'] as const).map((each) => (
        <option key={each} value={each}>
          {texts.permissions[each]}
        </option>
      ))}
    </Select>
  )
}
