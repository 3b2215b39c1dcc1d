-- Used by messaging and integrations, for what services write: they read no channel as a member does.
create view states as
  select workspace_id, id as channel_id, is_archived, channel_type, is_general, is_private from channels;

grant select on states to parley_messaging, parley_integrations;
