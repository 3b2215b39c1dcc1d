import { Component, type ReactNode } from 'react'
import { FailedState } from './states.tsx'

/** A part that cannot be drawn says so, and leaves the rest as it is. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override componentDidCatch(error: Error) {
    console.error(error)
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children
    return <FailedState onRetry={() => this.setState({ hasFailed: false })} />
  }
}
