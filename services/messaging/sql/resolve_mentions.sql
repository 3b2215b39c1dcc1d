-- Whom the handles mention, in the order in which they are written; null when nobody. Reserved words win over names,
-- and a handle that several members share means all of them.
create function resolve_mentions(p_workspace uuid, p_channel uuid, p_handles text[]) returns jsonb
language sql stable as $$
  with given as materialized (
    select lower(handle) as handle, handle_key(handle) as key, place
    from unnest(p_handles) with ordinality written (handle, place)
  ), people as materialized (
    select p.user_id, handle_key(p.display_name) as name_key, address_key(p.email) as address_key
    from channels.memberships s
    join gateway.people p on p.workspace_id = s.workspace_id and p.user_id = s.user_id
    where s.workspace_id = p_workspace and s.channel_id = p_channel
      and (handle_key(p.display_name) = any((select array_agg(key) from given)::text[])
        or address_key(p.email) = any((select array_agg(handle) from given)::text[]))
  )
  select jsonb_agg(mention order by place, mention) from (
    (select distinct on (p.user_id) given.place,
      jsonb_build_object('type', 'user', 'user_id', p.user_id, 'handle', given.handle) as mention
    from given join people p on p.name_key = given.key or p.address_key = given.handle
    where given.handle not in ('channel', 'here')
    order by p.user_id, given.place)
    union all
    select min(place), jsonb_build_object('type', handle, 'handle', handle)
    from given where handle in ('channel', 'here') group by handle
  ) mentioned
$$;
