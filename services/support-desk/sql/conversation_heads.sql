-- Used by the gateway. Where each conversation stands, whose it is, and when anything in it changed last.
create view conversation_heads as
  select workspace_id, id as conversation_id, visitor_id, seq, rev, updated_at from conversations;

grant select on conversation_heads to parley_gateway;
