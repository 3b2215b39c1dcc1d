/** Whether a field that has the focus brings up a keyboard, which would cover a conversation before anything was read. */
export const isTouched = (): boolean => matchMedia('(pointer: coarse)').matches
