-- What answers have cost, and what they may cost. Amounts are US dollars.

-- Usage by day (UTC) and whatever it can be grouped by: as many rows as there are of these, however many answers. `user_id`
-- is null where nobody asked, `twin_id` where no twin answered.
create table usage_days (
  workspace_id uuid not null,
  day date not null,
  user_id uuid,
  twin_id uuid,
  model text not null,
  purpose text not null check (purpose in ('chat', 'twin', 'summary', 'analysis', 'knowledge', 'desk')),
  answers bigint not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  cache_read_tokens bigint not null,
  cache_write_tokens bigint not null,
  cost_usd numeric(18, 9) not null,
  -- Tokens of all kinds whose price was not known; `cost_usd` is without them.
  unpriced_tokens bigint not null,
  unique nulls not distinct (workspace_id, day, user_id, twin_id, model, purpose)
) with (fillfactor = 70);
create index usage_days_of_person on usage_days (workspace_id, user_id, day);

-- What a month has cost a scope: the whole workspace, or one twin. Written by every answer, in one of few slots each, so
-- that answers which end at once seldom wait for one another; read as their sum.
create table usage_months (
  workspace_id uuid not null,
  -- Its first day, in UTC.
  month date not null,
  -- The twin, or the workspace itself.
  scope_id uuid not null,
  slot smallint not null,
  cost_usd numeric(18, 9) not null,
  primary key (workspace_id, month, scope_id, slot)
) with (fillfactor = 50);

create table budgets (
  workspace_id uuid not null,
  -- The twin, or the workspace itself.
  scope_id uuid not null,
  twin_id uuid generated always as (nullif(scope_id, workspace_id)) stored,
  -- Where the owners are mailed, and where answers are refused.
  soft_usd numeric(12, 2),
  hard_usd numeric(12, 2),
  -- The month in which the owners were last mailed that the soft budget is used up.
  notified_month date,
  notified_at timestamptz,
  updated_by uuid not null,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, scope_id),
  foreign key (workspace_id, twin_id) references twins (workspace_id, id) on delete cascade,
  check (soft_usd is not null or hard_usd is not null),
  check (soft_usd <= hard_usd)
);
create index budgets_to_notify on budgets (notified_month) where soft_usd is not null;

-- What a run has cost; null while it runs, and where its model's price is not known.
alter table runs add column cost_usd numeric(18, 9);
