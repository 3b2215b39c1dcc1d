-- Used by integrations, to compare what it has imported with where it came from: for each day (UTC) of a channel, how many
-- messages are stored under keys that begin with `p_prefix`, and the sum of their digests. A digest is the first 60 bits of
-- the SHA-256 of key, time, author, the key of the thread's root and content, a line each. What was posted under such keys,
-- and not imported, is passed over; so is what was written before `p_since`, or not before `p_until`. Materialized, so that
-- each root is looked up by its id, also where the planner knows nothing of the workspace: see store_imported.
create function imported_digests(p_workspace uuid, p_channel uuid, p_prefix text, p_from date, p_to date,
  p_since timestamptz default null, p_until timestamptz default null)
returns table (day date, messages bigint, digest numeric)
language sql stable security definer set search_path = messaging, parley, pg_temp as $$
  with given as materialized (
    select m.workspace_id, m.id, m.created_at, m.service_key, m.user_id, m.ai_twin_id, m.author_platform,
      m.author_foreign_id, m.content, null::uuid as parent_message_id
    from messages m
    where m.workspace_id = p_workspace and m.channel_id = p_channel and m.parent_message_id is null and m.deleted_at is null
      and m.is_imported
      and m.created_at >= p_from::timestamp at time zone 'UTC' and m.created_at < p_to::timestamp at time zone 'UTC'
    union all
    select m.workspace_id, m.id, m.created_at, m.service_key, m.user_id, m.ai_twin_id, m.author_platform,
      m.author_foreign_id, m.content, m.parent_message_id
    from messages m
    where m.workspace_id = p_workspace and m.channel_id = p_channel and m.parent_message_id is not null
      and m.deleted_at is null and m.is_imported
      and m.created_at >= p_from::timestamp at time zone 'UTC' and m.created_at < p_to::timestamp at time zone 'UTC'
  )
  select (m.created_at at time zone 'UTC')::date, count(*),
    sum(('x' || left(encode(sha256(convert_to(concat_ws(E'\n', substr(m.service_key, length(session_user::text) + 2),
      parley.iso(m.created_at),
      coalesce(m.user_id::text, m.ai_twin_id::text, m.author_platform || ':' || m.author_foreign_id),
      case when starts_with(root.service_key, session_user::text || ':')
        then substr(root.service_key, length(session_user::text) + 2) else '' end, m.content), 'UTF8')), 'hex'), 15))::bit(60)::bigint)
  from given m
  left join messages root on root.workspace_id = m.workspace_id and root.id = m.parent_message_id
  where starts_with(m.service_key, session_user::text || ':' || p_prefix)
    and (p_since is null or m.created_at >= p_since) and (p_until is null or m.created_at < p_until)
  group by 1
$$;

grant execute on function imported_digests to parley_integrations;
