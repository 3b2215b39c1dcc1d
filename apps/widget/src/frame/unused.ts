// In the place of parts of socket.io that are imported and never run here: see vite.frame.config.ts.
export const transports = {}
export const XHR = undefined
export const hasBinary = () => false
export const isBinary = hasBinary
export const deconstructPacket = undefined
export const reconstructPacket = undefined
