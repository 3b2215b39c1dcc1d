-- Tells people in their own rooms, a hundred to an event: on Redis each room's message names all rooms of its event.
create function tell_people(
  in_type text, in_workspace uuid, in_channel uuid, in_users uuid[], in_data jsonb, in_trace jsonb
) returns void language sql as $$
  select tell(in_type, in_workspace, in_channel, array_agg(user_room(in_workspace, told.person)), in_data, in_trace)
  from (select person, (row_number() over (order by person) - 1) / 100 as part from unnest(in_users) person) told
  group by told.part
$$;
