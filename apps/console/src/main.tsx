import './main.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { language, preferredLanguage } from './i18n/language.ts'
import { createSession } from './session/session.ts'
import { forgetWhoSignsOut } from './shell/tab-storage.ts'
import { watchForNewVersion } from './ui/new-version.ts'

language.watch(() => {
  document.documentElement.lang = language.value
})
language.set(preferredLanguage())

watchForNewVersion()

const session = createSession(location.origin)
forgetWhoSignsOut(session)

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <App session={session} />
  </StrictMode>,
)
