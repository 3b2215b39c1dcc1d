-- What becomes of a conversation in which time, and by when it should.
alter table conversations
  -- When it was made, or reopened last.
  add column opened_at timestamptz not null default now(),
  -- When an agent wrote first since then.
  add column first_answered_at timestamptz,
  -- Since when its visitor waits for an agent's answer; null where they do not.
  add column waiting_since timestamptz,
  -- Its goals (contracts: Sla); null where it has none.
  add column sla jsonb,
  -- When the next of them is missed, unless it is met before; and when one was missed, since it was opened.
  add column sla_due_at timestamptz,
  add column sla_breached_at timestamptz;
create index conversations_to_breach on conversations (sla_due_at) where sla_due_at is not null;
create index breached_conversations on conversations (workspace_id, status, updated_at, id)
  where sla_breached_at is not null;
