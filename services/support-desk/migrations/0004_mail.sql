-- Mail between visitors and desks.

-- What was mailed of a conversation, and to whom; one row for each that mail is part of.
create table mail_threads (
  workspace_id uuid not null,
  conversation_id uuid not null,
  -- Where its last mail went, or came from.
  address text not null,
  -- Of the mail that it began with.
  subject text,
  -- Up to which number of the conversation its visitor was mailed it.
  mailed_seq bigint not null default 0,
  mailed_at timestamptz,
  -- The job that hands the last mail over, which may still be waiting.
  mail_job_id uuid,
  transcript_at timestamptz,
  -- The newest mails of it in either direction, the newest last: what the next one refers to.
  message_ids text[] not null default '{}',
  primary key (workspace_id, conversation_id),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade
);
-- An answer's address and a link to unsubscribe name the conversation alone.
create index mail_threads_by_conversation on mail_threads (conversation_id);

-- The mails that have become messages, by the SHA-256 of their ids, so that each does so once.
create table inbound_mails (
  workspace_id uuid not null,
  digest bytea not null,
  conversation_id uuid not null,
  received_at timestamptz not null default now(),
  primary key (workspace_id, digest),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade
);
create index inbound_mails_of_conversation on inbound_mails (workspace_id, conversation_id);

-- What is known of each address that a workspace has mailed or was mailed from, by its SHA-256.
create table mail_addresses (
  workspace_id uuid not null,
  address_hash bytea not null,
  -- Why nothing is mailed to it.
  refused text check (refused in ('bounced', 'unsubscribed')),
  -- Who writes from it, and has never been on a site.
  visitor_id uuid,
  -- Mails of one day in UTC.
  counted_on date not null default (now() at time zone 'UTC')::date,
  sent int not null default 0,
  received int not null default 0,
  primary key (workspace_id, address_hash),
  foreign key (workspace_id, visitor_id) references visitors (workspace_id, id) on delete set null (visitor_id)
);
create index mail_addresses_of_visitor on mail_addresses (workspace_id, visitor_id) where visitor_id is not null;
