-- What is kept for webhooks of a conversation is erased with it.
create index webhook_deliveries_by_lane on webhook_deliveries (workspace_id, lane);

grant usage on schema integrations to parley_support_desk;
