-- Used by messaging: the webhooks that events are stored for.
create view active_webhooks as
  select workspace_id, id as webhook_id from webhooks where is_active;

grant select on active_webhooks to parley_messaging;
