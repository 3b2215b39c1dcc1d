-- What is asked for again, and compared.
alter table remote_channels
  -- Since when messages come in from there: older ones are not missing.
  add column expected_since timestamptz,
  -- Of its newest messages, how many are not here.
  add column missing int not null default 0;
create index links_by_age on links (workspace_id, platform, account_id, remote_channel_id, created_at);
create index connections_by_comparison on connections (compared_at nulls first) where credentials is not null;
create index connections_by_listening on connections (listened_until nulls first) where credentials is not null;
