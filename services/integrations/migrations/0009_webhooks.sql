-- Webhooks: URLs that a workspace's events are posted to.
grant usage on schema integrations to parley_messaging;

create table webhooks (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  url text not null,
  description text not null,
  events text[] not null,
  -- Null: every public channel.
  channel_ids uuid[],
  -- Whose membership private channels are sent by.
  reads_as uuid not null,
  is_active boolean not null,
  disabled_reason text check (disabled_reason is null or not is_active and disabled_reason in ('gone', 'failing')),
  -- Events of before are not sent.
  active_since timestamptz not null default now(),
  -- Encrypted, see the secret box.
  secret text not null,
  previous_secret text,
  previous_secret_until timestamptz,
  dropped bigint not null default 0,
  -- Tries in a row that the receiver did not answer, or not as one that works.
  failures int not null default 0,
  failing_since timestamptz,
  last_delivered_at timestamptz,
  -- Raised by every event, so that one which was found without work is not put to sleep with something new.
  received bigint not null default 0,
  -- When there is something to send; null: nothing waits.
  wake_at timestamptz,
  -- Whoever moves it ahead delivers, alone, until then.
  taken_until timestamptz not null default now(),
  -- Changes whenever it is taken, so that whoever was too slow notices.
  turn bigint not null default 0,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
) with (fillfactor = 70);
create index webhooks_to_wake on webhooks (wake_at) where is_active and wake_at is not null;

-- How far a channel's events have been stored for webhooks, by its own numbers: what comes early waits, and what does not
-- come is read from messaging.
create table webhook_channels (
  workspace_id uuid not null,
  channel_id uuid not null,
  -- Null while the channel has had no numbered event.
  seq bigint,
  rev bigint,
  is_private boolean not null,
  stored_at timestamptz not null default now(),
  primary key (workspace_id, channel_id)
) with (fillfactor = 70);

-- Events that were to be sent to some webhook, once for all of a workspace's.
create table webhook_events (
  workspace_id uuid not null,
  id uuid not null,
  position bigint generated always as identity,
  type text not null,
  channel_id uuid,
  -- JSON as it is sent and signed, to the byte.
  payload text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create index webhook_events_by_position on webhook_events (workspace_id, position);
create index webhook_events_by_age on webhook_events (created_at);

-- What is sent in its order: the events of one channel or conversation for one webhook. It is there while something waits.
create table webhook_lanes (
  workspace_id uuid not null,
  webhook_id uuid not null,
  lane uuid not null,
  waiting int not null,
  wake_at timestamptz not null default now(),
  primary key (workspace_id, webhook_id, lane),
  foreign key (workspace_id, webhook_id) references webhooks on delete cascade
) with (fillfactor = 70);

create table webhook_deliveries (
  workspace_id uuid not null,
  webhook_id uuid not null,
  event_id uuid not null,
  position bigint generated always as identity,
  lane uuid not null,
  type text not null,
  status text not null default 'waiting' check (status in ('waiting', 'delivered', 'failed')),
  attempts int not null default 0,
  -- When it is given up.
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  last_attempt_at timestamptz,
  delivered_at timestamptz,
  response_status int,
  response_body text,
  response_error text,
  response_ms int,
  primary key (workspace_id, webhook_id, event_id),
  foreign key (workspace_id, webhook_id) references webhooks on delete cascade,
  foreign key (workspace_id, event_id) references webhook_events on delete cascade
) with (fillfactor = 80);
create index webhook_deliveries_by_position on webhook_deliveries (workspace_id, webhook_id, position);
create index webhook_deliveries_by_type on webhook_deliveries (workspace_id, webhook_id, type, position);
create index webhook_deliveries_by_event on webhook_deliveries (workspace_id, event_id);
create index webhook_deliveries_waiting on webhook_deliveries (workspace_id, webhook_id, lane, position)
  where status = 'waiting';
create index webhook_deliveries_failed on webhook_deliveries (workspace_id, webhook_id, position)
  where status = 'failed';
