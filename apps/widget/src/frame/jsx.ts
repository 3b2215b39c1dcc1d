// In the place of `preact/jsx-runtime`, most of which is for rendering on servers and for development.
import { type ComponentType, createElement, Fragment, type VNode } from 'preact'

export { Fragment }

export const jsx = (type: ComponentType<unknown>, props: object, key?: string): VNode =>
  createElement(type, key === undefined ? props : { ...props, key })

export { jsx as jsxs }
