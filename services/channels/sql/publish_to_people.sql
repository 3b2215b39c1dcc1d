-- Publishes an event in people's own rooms, a hundred to an event: on Redis each room's message names all rooms of its
-- event.
create function publish_to_people(
  p_workspace uuid, p_channel uuid, p_type text, p_users uuid[], p_data jsonb, p_trace jsonb
) returns void language sql as $$
  select publish_event(p_workspace, p_channel, p_type, array_agg(user_room(p_workspace, part.person)), p_data,
    p_trace)
  from (select person, (row_number() over (order by person) - 1) / 100 as part from unnest(p_users) person) part
  group by part.part
$$;
