-- The visitors whom a block concerns, also by where they were last seen, or by the address that they say is theirs.
create view blocked_visitors as
  select v.workspace_id, v.id as visitor_id, b.id as block_id, v.last_seen_at
  from visitors v
  join blocks b on b.workspace_id = v.workspace_id
    and (b.visitor_id = v.id or b.email = v.email
      or case when pg_input_is_valid(v.ip, 'inet') then b.network >>= v.ip::inet end)
  where b.expires_at is null or b.expires_at > now();
