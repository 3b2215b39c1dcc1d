create function channel_room(in_channel uuid) returns text language sql immutable as
  $$ select 'channel:' || in_channel::text $$;
