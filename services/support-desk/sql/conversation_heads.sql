-- Used by the gateway. Where each conversation stands, to agents and to its visitor, whose it is, and when anything in it
-- changed last.
create view conversation_heads as
  select workspace_id, id as conversation_id, visitor_id, seq, rev, updated_at, rev - hidden_revs as visitor_rev
  from conversations;

grant select on conversation_heads to parley_gateway;
