create function channel_room(p_channel uuid) returns text language sql immutable as
  $$ select 'channel:' || p_channel::text $$;
