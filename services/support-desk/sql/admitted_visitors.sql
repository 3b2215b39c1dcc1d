-- Used by the gateway. The visitors who may call, with a widget key that is active.
create view admitted_visitors as select workspace_id, id as visitor_id from visitors;

grant select on admitted_visitors to parley_gateway;
