import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** A component that is loaded when it is first shown; until then, and where it cannot be loaded, there is nothing. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | undefined
  return function Lazy(props: P) {
    const [Component, setComponent] = useState(() => loaded)
    useEffect(() => {
      if (Component) return
      load().then(
        (component) => {
          loaded = component
          setComponent(() => component)
        },
        () => {}, // It is asked for again when it is shown again.
      )
    }, [Component])
    return Component ? <Component {...props} /> : null
  }
}
