-- Used by the gateway. The visitors who may call, with a widget key that is active.
-- requires: blocked_visitors
create view admitted_visitors as
  select v.workspace_id, v.id as visitor_id from visitors v
  where not exists (
    select from blocked_visitors b where b.workspace_id = v.workspace_id and b.visitor_id = v.id);

grant select on admitted_visitors to parley_gateway;
