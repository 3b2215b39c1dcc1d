import { type ComponentType, createContext, useContext } from 'react'

/** Draws `#name`: a link where there is such a channel for whoever reads it. */
type ChannelWord = ComponentType<{ name: string }>

const Plain: ChannelWord = ({ name }) => `#${name}`

/** How the names of channels are drawn in texts; as words where nobody says. */
export const ChannelWordContext = createContext<ChannelWord>(Plain)

export const useChannelWord = (): ChannelWord => useContext(ChannelWordContext)
