-- Used by the gateway. The widget keys whose visitors may call, and on which websites their widget may be.
create view active_widget_keys as
  select workspace_id, id as widget_key_id, key_hash, domains from widget_keys where status = 'ACTIVE';

grant select on active_widget_keys to parley_gateway;
