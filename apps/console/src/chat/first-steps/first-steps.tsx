import { CircleCheck, CircleDashed } from 'lucide-react'
import { type ReactNode, Suspense, useState } from 'react'
import { useLocation } from 'wouter'
import { channelPath } from '../../addresses.ts'
import { useRefresh } from '../../admin/parts/asked.ts'
import { Loaded } from '../../admin/parts/loaded.tsx'
import { useTexts } from '../../i18n/language.ts'
import { useScreenTitle } from '../../shell/tab-title.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { lazyPart } from '../../ui/lazy-part.tsx'
import styles from './first-steps.module.css'
import { hideFirstSteps } from './hidden.ts'
import { firstStepsTexts } from './texts/index.ts'
import { firstStepsKey, useFirstSteps, useGeneral } from './use-first-steps.ts'
import { useLoadDemo } from './use-load-demo.ts'

const InviteDialog = lazyPart(() => import('../../admin/members/invite-dialog.tsx'))

/** By handle, the twin that every workspace has. */
const builtInTwin = 'lvng'

/** What to do in a workspace that is new; each ticks itself off. */
export default function FirstSteps() {
  const texts = useTexts(firstStepsTexts)
  useScreenTitle(texts.title)
  const { workspaceId } = useStore()
  const [, navigate] = useLocation()
  const general = useGeneral()
  const refresh = useRefresh()
  const asked = useFirstSteps()
  const question = useQuestion(asked.data?.hasDemo ? texts.demoQuestion : texts.question)
  const demo = useLoadDemo()
  const [isInviting, setInviting] = useState(false)
  const toGeneral = () => general && navigate(channelPath({ channelId: general.id }))
  return (
    <div className={styles.page}>
      <header>
        <h2 className={styles.title}>{texts.title}</h2>
        <p className={styles.about}>{texts.about}</p>
      </header>
      <Loaded of={asked}>
        {(steps) => (
          <ul className={styles.steps}>
            <Step isDone={steps.hasDemo} name={texts.demo} about={texts.demoAbout}>
              <Button isBusy={demo.isBusy} onClick={() => void demo.load()}>
                {texts.demoDo}
              </Button>
            </Step>
            <Step isDone={steps.hasSaid} name={texts.say} about={texts.sayAbout}>
              <Button kind="main" onClick={toGeneral}>
                {texts.sayDo}
              </Button>
            </Step>
            <Step isDone={steps.hasAsked} name={texts.ask} about={texts.askAbout}>
              <Button onClick={() => void question()}>{texts.askDo}</Button>
            </Step>
            <Step isDone={steps.hasInvited} name={texts.invite} about={texts.inviteAbout}>
              <Button onClick={() => setInviting(true)}>{texts.inviteDo}</Button>
            </Step>
            <Step isDone={steps.hasVisitor} name={texts.website} about={texts.websiteAbout}>
              <Button onClick={() => navigate('/admin/widget')}>{texts.websiteDo}</Button>
            </Step>
          </ul>
        )}
      </Loaded>
      <div>
        <Button kind="quiet" onClick={() => hideFirstSteps(workspaceId)}>
          {texts.hide}
        </Button>
      </div>
      {isInviting && (
        <Suspense>
          <InviteDialog
            onClose={() => {
              setInviting(false)
              void refresh([firstStepsKey])
            }}
          />
        </Suspense>
      )}
    </div>
  )
}

interface StepProps {
  isDone: boolean
  name: string
  about: string
  /** What does it, while it is not done. */
  children: ReactNode
}

function Step({ isDone, name, about, children }: StepProps) {
  const texts = useTexts(firstStepsTexts)
  const Icon = isDone ? CircleCheck : CircleDashed
  return (
    <li className={styles.step} data-done={isDone || undefined}>
      <Icon aria-hidden />
      <div>
        <h3 className={styles.name}>
          {name}
          {isDone && <span className="unseen"> ({texts.done})</span>}
        </h3>
        {!isDone && <p className={styles.about}>{about}</p>}
      </div>
      {!isDone && children}
    </li>
  )
}

/** Brings the built-in twin into General, and begins a question to it there. */
function useQuestion(question: string): () => Promise<void> {
  const { parley, drafts } = useStore()
  const general = useGeneral()
  const attempt = useAttempt()
  const [, navigate] = useLocation()
  return async () => {
    if (!general) return
    const place = { channelId: general.id }
    const isThere = await attempt(async () => {
      const { data: twins } = await parley.twins.list({ limit: 100 })
      const twin = twins.find(({ handle }) => handle === builtInTwin)
      if (twin)
        await parley.channels.assignTwin({ id: general.id, ai_twin_id: twin.id, participation_mode: 'on-demand' })
    })
    if (!isThere) return
    if (!drafts.get(place)) drafts.write(place, { content: `@${builtInTwin} ${question}`, files: [] })
    navigate(channelPath(place))
  }
}
