-- Used by messaging, the gateway and chat-engine. Who is in which channel. `joined_seq` is the channel's newest message
-- when they joined; `notification_level` is what they are notified of: `all`, `mentions` or `none`.
create view memberships as
  select workspace_id, user_id, channel_id, joined_seq, notification_level from members;

grant select on memberships to parley_messaging, parley_gateway, parley_chat_engine;
