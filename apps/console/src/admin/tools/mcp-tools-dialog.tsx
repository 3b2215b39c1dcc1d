import { useTexts } from '../../i18n/language.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useAsked } from '../parts/asked.ts'
import { Badge } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Named, Table } from '../parts/table.tsx'
import type { McpServer } from './mcp-server.ts'
import { toolsTexts } from './texts/index.ts'

/** What a server offered when it was last asked. */
export default function McpToolsDialog({ server: { id, name }, onClose }: { server: McpServer; onClose: () => void }) {
  const texts = useTexts(toolsTexts)
  const tools = useAsked(['mcp', id, 'tools'], async ({ parley }) => (await parley.mcpServers.listTools({ id })).data)
  return (
    <Dialog title={texts.toolsOf(name)} width="44rem" onClose={onClose}>
      <Loaded of={tools}>
        {(all) =>
          all.length === 0 ? (
            <p>{texts.noTools}</p>
          ) : (
            <Table
              label={texts.toolsOf(name)}
              rows={all}
              keyOf={(tool) => tool.name}
              columns={[
                {
                  label: texts.tool,
                  kind: 'main',
                  cell: (tool) => <Named name={<code>{tool.title}</code>} about={tool.description} />,
                },
                { label: texts.reads, cell: ({ read_only }) => read_only && <Badge>{texts.readsOnly}</Badge> },
              ]}
            />
          )
        }
      </Loaded>
    </Dialog>
  )
}
