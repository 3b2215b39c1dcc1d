-- What reports add up. Nothing in it names a conversation or a visitor: it stays when they are deleted.

-- What has happened and is in no hour yet, written in the transactions in which it does.
create table report_facts (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  happened_at timestamptz not null default now(),
  metric text not null check (metric in (
    'opened', 'reopened', 'closed', 'visitor_message', 'agent_message', 'ai_message', 'first_response', 'response', 'rating')),
  -- -1 takes back what was counted, such as a rating that is replaced.
  amount smallint not null default 1,
  -- Milliseconds that it took, or a score.
  value bigint not null default 0,
  agent_id uuid,
  site_id uuid,
  label_ids uuid[] not null default '{}',
  primary key (workspace_id, id)
);
create index report_facts_by_age on report_facts (happened_at);

-- How often something has happened in an hour of the workspace's time zone, by whose it was, in a histogram of its values.
create table report_hours (
  workspace_id uuid not null,
  dimension text not null check (dimension in ('all', 'agent', 'site', 'label')),
  hour timestamptz not null,
  -- The agent, site or label; the nil UUID for all.
  key uuid not null,
  metric text not null,
  -- A score; of durations the quarter of a power of two of seconds below which they are.
  bucket smallint not null,
  total bigint not null,
  sum bigint not null,
  primary key (workspace_id, dimension, hour, key, metric, bucket)
);

create index conversations_by_closing on conversations (workspace_id, closed_at) where closed_at is not null;

-- The labels that its conversation had when it was rated first: a rating that is replaced is taken back from the same.
alter table ratings add column label_ids uuid[] not null default '{}';
