-- Whether a room's URL that expires then was signed after anyone last left the channel: whoever it had been shown to is
-- still in.
create function is_for_room(channel uuid, expires numeric) returns boolean language sql stable parallel safe as $$
  select coalesce(expires - 300 > (
    select extract(epoch from d.departed_at) from channels.departures d where d.channel_id = channel), true)
$$;
