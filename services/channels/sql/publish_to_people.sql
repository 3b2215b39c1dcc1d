-- Publishes an event in people's own rooms, a hundred to an event: on Redis each room's message names all rooms of its
-- event.
create function publish_to_people(
  in_workspace uuid, in_channel uuid, in_type text, in_users uuid[], in_data jsonb, in_trace jsonb
) returns void language sql as $$
  select publish_event(in_workspace, in_channel, in_type, array_agg(user_room(in_workspace, part.person)), in_data,
    in_trace)
  from (select person, (row_number() over (order by person) - 1) / 100 as part from unnest(in_users) person) part
  group by part.part
$$;
