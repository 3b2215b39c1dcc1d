-- Connections to other platforms, their channels, and what crosses.

-- A workspace's connection to a platform. Deleting one keeps what is known of the account: `remote_channels`, `links`.
create table connections (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  platform text not null,
  status text not null check (status in ('needs_credentials', 'connected', 'degraded', 'error', 'revoked')),
  -- Encrypted, see the secret box; bound to this row.
  credentials text,
  -- Changes with the credentials, so that a client of the old ones is not used on.
  credentials_version int not null default 1,
  -- Whose account it is there, known since the first good test.
  account_id text,
  account_name text,
  self_ids text[] not null default '{}',
  ingest_messages boolean not null,
  auto_reply boolean not null,
  -- What was chosen before channels were discovered, by name or id.
  awaited_channels text[] not null default '{}',
  connected_by uuid not null,
  connected_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- When its channels are to be listed next.
  discover_at timestamptz not null default now(),
  last_sync_at timestamptz,
  last_event_at timestamptz,
  -- {code, message, at}
  last_error jsonb,
  missing int,
  compared_at timestamptz,
  -- Who holds its socket or polls for it, and until when.
  listener uuid,
  listened_until timestamptz,
  primary key (workspace_id, id)
);
create unique index connections_by_platform on connections (workspace_id, platform);
-- Platforms know a connection by its id alone.
create index connections_by_id on connections (id);
create index connections_by_discovery on connections (discover_at) where credentials is not null;

-- The channels of an account, by its platform's ids. Each has the id of the Parley channel that it is, or would be, here.
create table remote_channels (
  workspace_id uuid not null,
  platform text not null,
  account_id text not null,
  remote_id text not null,
  id uuid not null default uuidv7(),
  name text not null,
  type text not null,
  topic text,
  is_private boolean not null,
  state text not null default 'open' check (state in ('open', 'archived', 'gone')),
  is_selected boolean not null default false,
  direction text not null default 'both' check (direction in ('in', 'out', 'both', 'off')),
  -- The Parley channel is there.
  is_made boolean not null default false,
  discovered_at timestamptz not null default now(),
  -- How far the Parley channel's messages and changes have gone out: its `seq` and `rev`.
  sent_seq bigint not null default 0,
  sent_rev bigint not null default 0,
  -- Whoever moves it ahead sends for the channel, alone, until then; also where the platform wants to wait, or fails.
  send_at timestamptz not null default now(),
  -- Changes whenever it is taken, so that whoever was too slow notices.
  send_turn bigint not null default 0,
  send_failures int not null default 0,
  primary key (workspace_id, platform, account_id, remote_id)
);
create unique index remote_channels_by_id on remote_channels (workspace_id, id);
create index remote_channels_by_name on remote_channels (workspace_id, platform, account_id, name);
create index remote_channels_to_send on remote_channels (send_at) where is_selected and is_made and state = 'open';
create index remote_channels_to_make on remote_channels (workspace_id, id) where is_selected and not is_made and state = 'open';

-- Which message here is which there: the id map. A message that was split has several parts there.
create table links (
  workspace_id uuid not null,
  platform text not null,
  account_id text not null,
  remote_channel_id text not null,
  remote_id text not null,
  -- The root of its thread there.
  remote_thread_id text,
  channel_id uuid not null,
  -- Null where it was deleted there before it came.
  message_id uuid,
  -- It was deleted, on either side: it stays known, so that it never comes (back), nor goes out.
  is_gone boolean not null default false,
  part int not null default 0,
  -- `in` was written there, `out` here.
  came text not null check (came in ('in', 'out')),
  -- Who wrote it there.
  author_id text,
  -- Of the text that the other side has: what has not changed is not sent or stored again.
  content_hash bytea,
  -- The newest edit of it there that was applied.
  edited_at timestamptz,
  hops int not null default 0,
  created_at timestamptz not null default now(),
  primary key (workspace_id, platform, account_id, remote_channel_id, remote_id)
);
create unique index links_by_message on links (workspace_id, message_id, platform, account_id, part)
  where message_id is not null;

-- What a platform sent and is not applied yet, in the order in which it came. An event is deleted once it is applied; that
-- it was there is remembered for a day, see `seen_events`.
create table incoming_events (
  workspace_id uuid not null,
  connection_id uuid not null,
  position bigint generated always as identity,
  event_id text not null,
  -- Empty: about the whole account.
  remote_channel_id text not null,
  happened_at timestamptz,
  payload jsonb not null,
  received_at timestamptz not null default now(),
  primary key (workspace_id, connection_id, position),
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade
);
create index incoming_events_by_channel on incoming_events (workspace_id, connection_id, remote_channel_id, position);

-- One for each channel that something was received from: whoever moves `wake_at` ahead applies its events, alone, until then.
create table incoming_queues (
  workspace_id uuid not null,
  connection_id uuid not null,
  remote_channel_id text not null,
  -- Raised by what is received, so that a queue which was found empty is not put to sleep with something new in it.
  received bigint not null default 0,
  -- Null: nothing waits.
  wake_at timestamptz,
  -- Of its first event, in a row.
  failures int not null default 0,
  primary key (workspace_id, connection_id, remote_channel_id),
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade
);
create index incoming_queues_to_wake on incoming_queues (wake_at) where wake_at is not null;

-- The ids of events that were received within a day, so that what is sent again is known.
create table seen_events (
  workspace_id uuid not null,
  connection_id uuid not null,
  event_id text not null,
  seen_at timestamptz not null default now(),
  primary key (workspace_id, connection_id, event_id),
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade
);
create index seen_events_by_age on seen_events (seen_at);

-- Messages that are on their way there: where a process dies before it knows their ids, the platform is asked for them.
create table sends (
  workspace_id uuid not null,
  platform text not null,
  account_id text not null,
  message_id uuid not null,
  begun_at timestamptz not null default now(),
  primary key (workspace_id, platform, account_id, message_id)
);

-- Reactions that our account has set there for people here.
create table sent_reactions (
  workspace_id uuid not null,
  platform text not null,
  account_id text not null,
  message_id uuid not null,
  emoji text not null,
  primary key (workspace_id, platform, account_id, message_id, emoji)
);
