-- What waits: since when, for whom, and what its visitor was told.
alter table conversations
  -- Since when it has waited, the last time that it did.
  add column queued_at timestamptz not null default now(),
  -- From when on it may be given to an agent automatically: later than that while it is AI's turn.
  add column assignable_at timestamptz not null default now(),
  -- When an agent wrote last.
  add column answered_at timestamptz,
  -- Whether its visitor was told that nobody is there, since an agent answered last.
  add column has_away_message boolean not null default false;
create index conversation_queue on conversations (workspace_id, queued_at, id)
  where status = 'WAITING' and snoozed_until is null;
create index assignable_conversations on conversations (workspace_id, assignable_at, id)
  where status = 'WAITING' and agent_id is null and snoozed_until is null;
