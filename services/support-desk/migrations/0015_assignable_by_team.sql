-- What may be given to an agent automatically, also by the team that it waits for: where nobody of a team is free, what waits
-- for it is not looked at.
drop index assignable_conversations;
create index assignable_conversations on conversations (workspace_id, assignable_at, id)
  where status <> 'CLOSED' and agent_id is null and snoozed_until is null;
create index assignable_conversations_of_team on conversations
  (workspace_id, coalesce(team_id, '00000000-0000-0000-0000-000000000000'), assignable_at, id)
  where status <> 'CLOSED' and agent_id is null and snoozed_until is null;
