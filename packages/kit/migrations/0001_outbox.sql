-- Events and jobs, published once the transaction that wrote them has committed.
create table outbox (
  position bigint generated always as identity primary key,
  id uuid not null default uuidv7(),
  kind text not null check (kind in ('event', 'job', 'cancellation')),
  name text not null,
  rooms text[] not null default '{}',
  payload jsonb not null,
  -- Of a job: `JobOptions` of packages/kit. Of an event: its `facts`.
  options jsonb,
  trace jsonb,
  -- The process that publishes the row after its commit; null where that is left to a flush.
  publisher uuid,
  -- Tries that failed because of the row itself, and why the last one did.
  attempts int not null default 0,
  error text,
  -- Set when it is tried no more.
  quarantined_at timestamptz,
  created_at timestamptz not null default now()
);

-- Rows live for milliseconds, so dead ones outnumber live ones at once.
alter table outbox set (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 100000
);

-- First answers, kept for 24 hours so that a retry replays them.
create table idempotency_keys (
  caller text not null,
  key text not null,
  endpoint text not null,
  body_hash text not null,
  -- Null while a request that is slow has claimed the key and runs.
  status int,
  body text,
  -- What the answer shows and is deleted with, such as a channel.
  about uuid,
  claim uuid,
  claimed_until timestamptz,
  created_at timestamptz not null default now(),
  primary key (caller, key),
  check ((status is null) = (body is null) and (status is null) = (claim is not null))
);
create index on idempotency_keys (created_at);
create index on idempotency_keys (about) where about is not null;

-- Each row is inserted and deleted once, 24 hours later.
alter table idempotency_keys set (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 100000
);
