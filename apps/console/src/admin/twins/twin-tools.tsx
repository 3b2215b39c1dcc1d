import { type ReactNode, useId } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { CheckField } from '../../ui/field.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { Switch } from '../../ui/switch.tsx'
import { useRefresh } from '../parts/asked.ts'
import { Loaded } from '../parts/loaded.tsx'
import { useRole } from '../parts/role.ts'
import { PermissionSelect } from '../tools/permission-select.tsx'
import { type Tool, useToolPolicies, useTools } from '../tools/policies.ts'
import type { TwinDraft } from './draft.ts'
import { twinsTexts } from './texts/index.ts'
import styles from './twins.module.css'

interface TwinToolsProps {
  /** Undefined for one that is not saved yet. */
  twinId?: string | undefined
  chosen: TwinDraft['tools']
  onChange: (tools: TwinDraft['tools']) => void
}

/** Which tools a twin has, and what admins let it do with each. */
export function TwinTools({ twinId, chosen, onChange }: TwinToolsProps) {
  const texts = useTexts(twinsTexts)
  const { isAdmin } = useRole()
  const tools = useTools(twinId)
  return (
    <fieldset className={styles.tools}>
      <legend>{texts.tools}</legend>
      <Switch
        label={texts.allTools}
        hint={texts.allToolsHint}
        checked={chosen === null}
        // Before they are listed, those that there are cannot be chosen one by one.
        disabled={tools.data === undefined}
        onChange={(isAll) => onChange(isAll ? null : (tools.data ?? []).map(({ name }) => name))}
      />
      <Loaded of={tools}>
        {(listed) => (
          <ul className={styles['tool-list']}>
            {listed.map((tool) => (
              <ToolRow
                key={tool.name}
                tool={tool}
                isChosen={chosen === null || chosen.includes(tool.name)}
                isFixed={chosen === null}
                onChoose={(isChosen) =>
                  onChange(
                    isChosen ? [...(chosen ?? []), tool.name] : (chosen ?? []).filter((name) => name !== tool.name),
                  )
                }
              >
                {twinId !== undefined && isAdmin && <TwinPermission twinId={twinId} tool={tool} />}
              </ToolRow>
            ))}
          </ul>
        )}
      </Loaded>
    </fieldset>
  )
}

interface ToolRowProps {
  tool: Tool
  isChosen: boolean
  /** It cannot be chosen by itself. */
  isFixed: boolean
  onChoose: (isChosen: boolean) => void
  children: ReactNode
}

/** A tool, whether the twin has it, and what it is for; what stands beside its name is its permission. */
function ToolRow({ tool, isChosen, isFixed, onChoose, children }: ToolRowProps) {
  const { name, description, available, reason } = tool
  const id = useId()
  return (
    <li className={styles['tool-row']}>
      <CheckField
        label={<code>{name}</code>}
        aria-describedby={id}
        checked={isChosen}
        disabled={isFixed}
        onChange={({ currentTarget }) => onChoose(currentTarget.checked)}
      />
      {children}
      <p id={id} className={styles['tool-about']}>
        {available ? description : (reason ?? description)}
      </p>
    </li>
  )
}

/** A twin’s own permission only restricts: of both the stricter applies. */
function TwinPermission({ twinId, tool: { name } }: { twinId: string; tool: Tool }) {
  const { parley } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const workspace = useTools()
  const policies = useToolPolicies()
  const set = policies.data?.find(({ tool, twin_id }) => tool === name && twin_id === twinId)
  return (
    <PermissionSelect
      tool={name}
      value={set?.permission ?? null}
      inherited={workspace.data?.find((each) => each.name === name)?.permission}
      onChange={(permission) =>
        void attempt(async () => {
          await parley.tools.setPolicy({ tool: name, twin_id: twinId, permission })
          await refresh(['policies'], ['tools'])
        })
      }
    />
  )
}
