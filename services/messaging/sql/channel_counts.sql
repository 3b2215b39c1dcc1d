-- Used by channels, the gateway and integrations. The counters of every channel that ever had a message; a channel without a row has
-- none.
create view channel_counts as
  select workspace_id, channel_id, message_count, seq, rev, last_message_at from channel_heads;

grant select on channel_counts to parley_channels, parley_gateway, parley_integrations;
