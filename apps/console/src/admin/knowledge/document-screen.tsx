import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { idIn } from '../../addresses.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { Switch } from '../../ui/switch.tsx'
import { useAsked, useRefresh, useRefreshWhile } from '../parts/asked.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Page, Section } from '../parts/page.tsx'
import { useRole } from '../parts/role.ts'
import { Tabs } from '../parts/tabs.tsx'
import { DocumentPassages } from './document-passages.tsx'
import { DocumentState } from './document-state.tsx'
import { DocumentVersions } from './document-versions.tsx'
import styles from './knowledge.module.css'
import { Mentioned } from './mentioned.tsx'
import { Passages } from './passages.tsx'
import { knowledgeTexts } from './texts/index.ts'
import { UploadArea } from './upload-area.tsx'
import type { WholeDocument } from './whole-document.ts'

export const documentTabs = ['', 'passages', 'versions'] as const
export type DocumentTab = (typeof documentTabs)[number]

interface DocumentScreenProps {
  id: string
  tab: DocumentTab
}

/** One document: what it says about a question and whom it mentions, what it was cut into, and its versions. */
export function DocumentScreen({ id, tab }: DocumentScreenProps) {
  const document = useAsked(['knowledge', id], async ({ parley }) => (await parley.knowledge.get({ id })).data)
  useRefreshWhile(document.data?.status === 'processing', 'knowledge')
  return <Loaded of={document}>{(shown) => <OpenDocument document={shown} tab={tab} />}</Loaded>
}

function OpenDocument({ document, tab }: { document: WholeDocument; tab: DocumentTab }) {
  const texts = useTexts(knowledgeTexts)
  const { id, title } = document
  const home = `/${idIn('doc', id)}`
  const labels = { '': texts.contents, passages: texts.cutInto, versions: texts.versions }
  return (
    <Page
      title={title}
      about={<DocumentState document={document} />}
      back={{ href: '/', label: texts.title }}
      actions={<DeleteDocument id={id} title={title} />}
    >
      <Tabs
        label={title}
        current={tab ? `${home}/${tab}` : home}
        tabs={documentTabs.map((each) => ({ href: each ? `${home}/${each}` : home, label: labels[each] }))}
      />
      <TabPanel document={document} tab={tab} />
    </Page>
  )
}

function TabPanel({ document, tab }: { document: WholeDocument; tab: DocumentTab }) {
  const texts = useTexts(knowledgeTexts)
  const { id, title, twin_id, status, searched_version } = document
  // A twin’s own is uploaded with the twin.
  const isShared = twin_id === null
  switch (tab) {
    case 'passages':
      return <DocumentPassages key={searched_version} documentId={id} />
    case 'versions':
      return (
        <Section title={texts.versions} about={texts.versionsAbout}>
          <DocumentVersions document={document} />
          {isShared && <UploadArea title={title} />}
        </Section>
      )
    default:
      return (
        <>
          {isShared && <PublicSwitch document={document} />}
          {status === 'ready' && <AskedOf id={id} />}
          <Mentioned documentId={id} />
        </>
      )
  }
}

function PublicSwitch({ document: { id, is_public } }: { document: WholeDocument }) {
  const texts = useTexts(knowledgeTexts)
  const { isAdmin } = useRole()
  const { parley } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  return (
    <Switch
      label={texts.public}
      hint={texts.publicHint}
      checked={is_public}
      disabled={!isAdmin}
      onChange={(isPublic) =>
        void attempt(async () => {
          await parley.knowledge.update({ id, is_public: isPublic })
          await refresh(['knowledge'])
        })
      }
    />
  )
}

/** The passages of this document that a question finds. */
function AskedOf({ id }: { id: string }) {
  const texts = useTexts(knowledgeTexts)
  const [query, setQuery] = useState('')
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setQuery(String(new FormData(event.currentTarget).get('q')).trim())
  }
  return (
    <Section title={texts.saysTitle} about={texts.saysAbout}>
      <search>
        <form onSubmit={search}>
          <input
            className={styles.search}
            type="search"
            name="q"
            dir="auto"
            maxLength={2_000}
            placeholder={texts.searchDocument}
            aria-label={texts.searchDocument}
          />
        </form>
      </search>
      {query && <Passages query={query} documentId={id} />}
    </Section>
  )
}

function DeleteDocument({ id, title }: { id: string; title: string }) {
  const texts = useTexts(knowledgeTexts)
  const { parley } = useStore()
  const refresh = useRefresh()
  const [, navigate] = useLocation()
  const [isAsking, setAsking] = useState(false)
  const remove = async () => {
    await parley.knowledge.delete({ id })
    navigate('/', { replace: true })
    // Not the document itself, which is there no more.
    await refresh(['knowledge', 'documents'], ['knowledge', 'graph'])
  }
  return (
    <>
      <Button onClick={() => setAsking(true)}>{texts.delete}</Button>
      {isAsking && (
        <ConfirmDialog
          title={texts.deleteTitle(title)}
          about={texts.deleteAbout}
          action={texts.delete}
          isDangerous
          onConfirm={remove}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
