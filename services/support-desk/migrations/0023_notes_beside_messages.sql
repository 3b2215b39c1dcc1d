-- A note takes no number that a visitor could miss: it stands behind a message, and has a `rev` that visitors do not count.

alter table conversations
  -- How many of its changes its visitor sees nothing of. What is left of `rev` is what they count.
  add column hidden_revs bigint not null default 0,
  -- The same as of `changed_rev`.
  add column changed_hidden_revs bigint not null default 0,
  -- When anything that its visitor sees has changed; null where that is `updated_at`.
  add column visitor_updated_at timestamptz;
alter table messages
  add column hidden_revs bigint not null default 0;

-- Several notes may stand behind one message, and are told apart by their `rev`; 0 of a message.
alter table search_documents add column note_rev bigint not null default 0;
alter table search_queue add column note_rev bigint not null default 0;
update search_queue q set note_rev = n.rev from notes n
where n.workspace_id = q.workspace_id and n.conversation_id = q.conversation_id and n.seq = q.seq;
alter table search_queue
  drop constraint search_queue_pkey,
  add primary key (workspace_id, conversation_id, seq, note_rev);
