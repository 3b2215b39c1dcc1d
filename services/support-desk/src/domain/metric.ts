/** What reports count. */
export type Metric =
  | 'opened'
  | 'reopened'
  | 'closed'
  | 'visitor_message'
  | 'agent_message'
  | 'ai_message'
  | 'first_response'
  | 'response'
  | 'rating'
