import { Component, type ComponentType, type ReactNode, use } from 'react'
import { useTexts } from '../i18n/language.ts'
import { FailedState } from './states.tsx'
import { uiTexts } from './texts/index.ts'
import { say } from './toasts.tsx'

/** A part could not be loaded, such as without a network: once it is forgotten, whoever opens it next loads it anew. */
class NotLoaded extends Error {
  readonly forget: () => void

  constructor(forget: () => void, cause: unknown) {
    super('A part of the page could not be loaded.', { cause })
    this.forget = forget
  }
}

interface LazyProps {
  onClose?: unknown
  /** Called where the part cannot be loaded, instead of `onClose`. */
  onNotLoaded?: (() => void) | undefined
}

/**
 * A part of the page in a chunk of its own, loaded when it is first drawn, or when somebody reaches for it (`preload`).
 * One that cannot be loaded says so: what can be closed is closed, to be opened again, and a screen offers to try again. It
 * is also tried when the network is back.
 */
export function lazyPart<P extends object>(load: () => Promise<{ default: ComponentType<P> }>) {
  let loading: Promise<ComponentType<P>> | undefined
  const forget = () => {
    loading = undefined
  }
  const loaded = () => {
    loading ??= load().then(
      (part) => part.default,
      (error) => {
        throw new NotLoaded(forget, error)
      },
    )
    return loading
  }
  function Part(props: P) {
    const Loaded = use(loaded())
    return <Loaded {...props} />
  }
  function LazyPart({ onNotLoaded, ...props }: P & LazyProps) {
    const { notLoaded } = useTexts(uiTexts)
    const close = onNotLoaded ?? (props as LazyProps).onClose
    const onFailed = () => {
      say(notLoaded)
      if (typeof close === 'function') close()
    }
    return (
      <LoadBoundary {...(close !== undefined && { onFailed })}>
        <Part {...(props as P)} />
      </LoadBoundary>
    )
  }
  return Object.assign(LazyPart, { preload: () => void loaded().catch(forget) })
}

interface LoadBoundaryProps {
  onFailed?: () => void
  children: ReactNode
}

/** Takes what could not be loaded, and leaves every other error to whoever is around. */
class LoadBoundary extends Component<LoadBoundaryProps, { error: unknown }> {
  override state: { error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override componentDidCatch(error: unknown) {
    if (!(error instanceof NotLoaded)) return
    error.forget()
    addEventListener('online', this.#retry, { once: true })
    this.props.onFailed?.()
  }

  override componentWillUnmount() {
    removeEventListener('online', this.#retry)
  }

  readonly #retry = () => {
    removeEventListener('online', this.#retry)
    this.setState({ error: undefined })
  }

  override render() {
    const { error } = this.state
    if (error === undefined) return this.props.children
    if (!(error instanceof NotLoaded)) throw error
    return this.props.onFailed ? null : <NotLoadedState onRetry={this.#retry} />
  }
}

function NotLoadedState({ onRetry }: { onRetry: () => void }) {
  const { notLoaded } = useTexts(uiTexts)
  return <FailedState onRetry={onRetry}>{notLoaded}</FailedState>
}
