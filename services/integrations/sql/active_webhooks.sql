-- Used wherever their events are written: the webhooks that events are stored for, and which types of them. What is kept
-- of a channel is deleted with it, whether or not anybody wants to be sent that.
create view active_webhooks as
  select workspace_id, id as webhook_id, events || '{channel.deleted}'::text[] as events from webhooks where is_active;

grant select on active_webhooks to parley_channels, parley_messaging, parley_support_desk;
