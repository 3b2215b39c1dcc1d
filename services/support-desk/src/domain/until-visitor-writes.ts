/** Until when a conversation rests that waits for its visitor. */
export const untilVisitorWrites = '9999-12-31T00:00:00.000Z'
