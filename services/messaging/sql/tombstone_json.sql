-- What is left of a deleted message where changes are listed (contracts: Tombstone).
create function tombstone_json(m messages) returns json language sql stable parallel safe as $$
  select json_build_object('id', m.id, 'channel_id', m.channel_id, 'seq', m.seq, 'rev', m.rev,
    'deleted_at', parley.iso(m.deleted_at))
$$;
