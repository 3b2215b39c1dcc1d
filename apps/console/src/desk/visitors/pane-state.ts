import { Value } from '../../store/value.ts'

/** Whether the visitor is shown beside a conversation: at first where there is room for both. */
export const isPaneOpen = new Value(matchMedia('(min-width: 87.5rem)').matches)
