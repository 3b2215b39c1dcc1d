create function membership_json(m members) returns jsonb language sql stable as $$
  select jsonb_build_object('user_id', m.user_id, 'channel_id', m.channel_id, 'role', m.role,
    'joined_at', parley.iso(m.joined_at))
$$;
