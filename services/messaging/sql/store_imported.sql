-- Stores what import_messages is given and returns what it does; p_role is what keys begin with. Raises PM404 and PM409, as
-- post_message does. One statement for all messages, whose parts follow one another as their names do: what is given, known
-- and valid; where it stands in threads; its numbers; its reactions; what is written. Filters are columns of booleans: the
-- planner takes `is null` for rare, and would join a thousand messages by nested loops. Messages that are stored are looked
-- up one by one (`limit 1`), by keys that are unique: of a workspace, or of keys, that are new since statistics were made the
-- planner expects one message, and would join by reading all of them for every batch.
create function store_imported(p_workspace uuid, p_channel uuid, p_messages jsonb, p_role text, p_with_ids boolean,
  out stored int, out messages jsonb, out refused jsonb)
language plpgsql set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  v_is_archived boolean;
  v_now timestamptz;
  v_seq bigint;
  v_rev bigint;
  v_pins int;
begin
  -- Before the lock, so that none is taken for a channel of another workspace, and after it, as in post_message.
  for attempt in 1..2 loop
    select s.is_archived into v_is_archived from channels.states s
    where s.workspace_id = p_workspace and s.channel_id = p_channel;
    if not found then
      raise exception using errcode = 'PM404', message = 'there is no such channel';
    elsif v_is_archived then
      raise exception using errcode = 'PM409', message = 'the channel is archived';
    end if;
    exit when attempt = 2;
    insert into channel_heads (workspace_id, channel_id) values (p_workspace, p_channel) on conflict do nothing;
    select h.seq, h.rev into v_seq, v_rev from channel_heads h
    where h.workspace_id = p_workspace and h.channel_id = p_channel for no key update;
  end loop;
  v_now := date_trunc('milliseconds', clock_timestamp());
  v_pins := 100 - (select count(*) from messages m where m.workspace_id = p_workspace and m.channel_id = p_channel
    and m.metadata->>'pinned' = 'true' and m.deleted_at is null);

  with recursive listed as materialized (
    select e.position, e.item, coalesce(e.item->'author', 'null') as author
    from jsonb_array_elements(p_messages) with ordinality e (item, position)
  ), authors as materialized (
    -- A page has many messages of few authors.
    select l.author, is_author(l.author) as is_author from listed l group by l.author
  ), items as materialized (
    select l.position, l.item, l.item->>'key' as key, first_invalid(a.is_author, l.item, l.item->>'key') as invalid_field
    from listed l join authors a on a.author = l.author
  ), given as materialized (
    -- Of what is invalid, nothing is cast.
    select i.position, i.key, i.invalid_field, g.*,
      p_role || i.key as service_key, p_role || g.parent_key as parent_service_key,
      (g.author->>'user_id')::uuid as user_id, (g.author->>'ai_twin_id')::uuid as ai_twin_id,
      date_trunc('milliseconds', least(g.created_at, v_now)) as at,
      row_number() over (partition by i.key order by i.position) > 1 as is_repeated
    from items i
    cross join lateral jsonb_to_record(case when i.invalid_field is null then i.item else '{}' end) g (author jsonb,
      content text, content_type text, metadata jsonb, mention_candidates jsonb, file_ids jsonb, origin text,
      created_at timestamptz, edited_at timestamptz, deleted_at timestamptz, parent_key text, parent_message_id uuid,
      pinned jsonb, reactions jsonb)
  ), asked as materialized (
    select p_workspace as workspace_id, g.service_key, null::uuid as id from given g
    union select p_workspace, g.parent_service_key, null from given g
    union select p_workspace, null, g.parent_message_id from given g
  ), known as materialized (
    -- What is stored under the batch's keys, as messages of it or as their parents.
    select a.service_key, m.id, m.channel_id, coalesce(m.parent_message_id, m.id) as root_id
    from asked a cross join lateral (
      select * from messages m where m.workspace_id = a.workspace_id and m.service_key = a.service_key limit 1) m
    where a.service_key is not null
    union all
    select null, m.id, m.channel_id, coalesce(m.parent_message_id, m.id)
    from asked a cross join lateral (
      select * from messages m where m.workspace_id = a.workspace_id and m.id = a.id limit 1) m
    where a.id is not null and m.channel_id = p_channel
  ), judged as materialized (
    select g.*, k.id as known_id, coalesce(p.display_name, t.name, g.author->>'name') as author_name,
      case when g.ai_twin_id is null then g.author->>'avatar_url' else t.avatar_url end as author_avatar_url,
      case when k.id is null and not g.is_repeated then coalesce(
        g.invalid_field,
        -- A UUID has no time before 1970.
        case when g.at >= 'epoch' is not true then 'created_at' when g.deleted_at < g.at then 'deleted_at' end,
        case when g.user_id is not null and p.user_id is null or g.ai_twin_id is not null and t.ai_twin_id is null
          then 'no_author' end,
        case when coalesce(jsonb_array_length(nullif(g.file_ids, 'null')), 0) > 0 and first_unattachable(p_workspace,
          p_channel, null, array(select f::uuid from jsonb_array_elements_text(g.file_ids) f)) is not null
          then 'no_file' end) end as problem
    from given g
    left join known k on k.service_key = g.service_key
    left join gateway.people p on p.workspace_id = p_workspace and p.user_id = g.user_id
    left join chat_engine.twin_profiles t on t.workspace_id = p_workspace and t.ai_twin_id = g.ai_twin_id
  ), checked as materialized (
    select j.*, j.known_id is null and j.problem is null and not j.is_repeated as is_new from judged j
  ), without_file as materialized (
    -- Those with a file that an earlier message of the batch takes.
    select distinct claims.position from (
      select c.position, row_number() over (partition by f::uuid order by c.position) as place
      from checked c cross join lateral jsonb_array_elements_text(nullif(c.file_ids, 'null')) f
      where c.is_new
    ) claims where claims.place > 1
  ), valid as materialized (
    select c.*, coalesce(by_key.root_id, by_id.root_id) as stored_root from checked c
    left join known by_key on by_key.service_key = c.parent_service_key and by_key.channel_id = p_channel
    left join known by_id on by_id.service_key is null and by_id.id = c.parent_message_id and c.parent_key is null
    where c.is_new
      and c.position not in (select w.position from without_file w)
  ), placed as (
    -- From roots, and replies to what is stored, down to the replies to those. What is never reached has no parent.
    select v.position, v.key, v.stored_root, v.position as top from valid v
    where v.stored_root is not null or v.parent_key is null and v.parent_message_id is null
    union all
    select v.position, v.key, above.stored_root, above.top from placed above
    join valid v on v.parent_key = above.key and v.stored_root is null
  ), numbered as materialized (
    select v.*, placed.top, uuidv7(v.at - v_now) as id, row_number() over (order by v.at, v.position) as number,
      count(v.pinned) filter (where v.pinned <> 'null' and v.deleted_at is null) over (order by v.at, v.position) as pins
    from placed join valid v on v.position = placed.position
  ), made as materialized (
    select n.*, v_seq + n.number as seq, v_rev + n.number as rev, n.deleted_at is null as is_live,
      coalesce(above.stored_root, nullif(above.id, n.id)) as root_id
    from numbered n join numbered above on above.position = n.top
  ), given_reactions as materialized (
    select distinct on (m.id, r.emoji_key, r.author_id) m.id as message_id, r.*
    from made m cross join lateral (
      select x.emoji, lower(normalize(regexp_replace(x.emoji, '[\ufe0e\ufe0f]|^:|:$', '', 'g'))) as emoji_key,
        author_of(x.author) as author_id, (x.author->>'user_id')::uuid as user_id,
        date_trunc('milliseconds', greatest(least(x.created_at, v_now), m.at)) as created_at, x.position
      from rows from (jsonb_to_recordset(nullif(m.reactions, 'null')) as (emoji text, author jsonb, created_at timestamptz))
        with ordinality x (emoji, author, created_at, position)
    ) r
    where m.is_live and r.author_id is not null and length(r.emoji) between 1 and 64
      and (r.user_id is null or exists (
        select from gateway.people p where p.workspace_id = p_workspace and p.user_id = r.user_id))
    order by m.id, r.emoji_key, r.author_id, r.position
  ), given_emoji as (
    select r.message_id, r.emoji_key, min(r.position) as position, count(*) as count,
      (array_agg(r.emoji order by r.position))[1] as emoji,
      (array_agg(r.user_id order by r.position) filter (where r.user_id is not null))[:50] as user_ids,
      row_number() over (partition by r.message_id order by min(r.position)) as place
    from given_reactions r group by r.message_id, r.emoji_key
  ), emoji as materialized (
    select * from given_emoji where place <= 20
  ), sums as (
    select e.message_id, sum(e.count) as count, jsonb_agg(jsonb_build_object('emoji', e.emoji, 'count', e.count,
      'user_ids', coalesce(to_jsonb(e.user_ids), '[]')) order by e.place) as reactions
    from emoji e group by e.message_id
  ), repliers as materialized (
    select m.root_id, m.user_id, count(*) as replies, min(m.seq) as first_seq from made m
    where m.root_id is not null and m.is_live and m.user_id is not null group by m.root_id, m.user_id
  ), participants as (
    select r.root_id, array_agg(r.user_id order by r.first_seq) as people from repliers r group by r.root_id
  ), threads as materialized (
    select p_workspace as workspace_id, m.root_id, count(*) as replies, max(m.at) as last_reply_at,
      coalesce(any_value(p.people), '{}') as people
    from made m left join participants p on p.root_id = m.root_id
    where m.root_id is not null and m.is_live group by m.root_id
  ), inserted as (
    insert into messages (workspace_id, id, channel_id, seq, rev, created_rev, parent_message_id, user_id, ai_twin_id,
      author_name, author_avatar_url, author_platform, author_foreign_id, content, content_type, metadata, attachments,
      reactions, reaction_count, reply_count, last_reply_at, participants, created_at, updated_at, edited_at, deleted_at,
      origin, service_key, is_imported)
    select p_workspace, m.id, p_channel, m.seq, m.rev, m.rev, m.root_id, m.user_id, m.ai_twin_id,
      m.author_name, m.author_avatar_url, m.author->>'platform', m.author->>'foreign_id', m.content,
      coalesce(m.content_type, 'text'),
      case when m.metadata is null then '{}' else sender_metadata(m.metadata) end
        || case when jsonb_array_length(nullif(m.mention_candidates, 'null')) > 0 then coalesce((
          select jsonb_build_object('mentions', mentions)
          from resolve_mentions(p_workspace, p_channel, m.mention_candidates) mentions where mentions is not null), '{}')
          else '{}' end
        || case when m.pinned <> 'null' and m.is_live and m.pins <= v_pins then jsonb_build_object(
          'pinned', true, 'pinned_by', m.pinned->'user_id',
          'pinned_at', parley.iso(coalesce((m.pinned->>'at')::timestamptz, m.at))) else '{}' end,
      case when jsonb_array_length(nullif(m.file_ids, 'null')) > 0 then attach_files(p_workspace, p_channel,
        null, m.id, array(select f::uuid from jsonb_array_elements_text(m.file_ids) f)) end,
      coalesce(s.reactions, '[]'), coalesce(s.count, 0), coalesce(t.replies, 0), t.last_reply_at,
      coalesce(t.people[:20], '{}'), m.at, greatest(m.at, m.edited_at), m.edited_at, m.deleted_at,
      m.origin, m.service_key, true
    from made m left join sums s on s.message_id = m.id left join threads t on t.root_id = m.id
    order by m.seq
  ), queued as (
    insert into search_queue (workspace_id, message_id, rev, characters, queued_at, is_imported)
    select p_workspace, m.id, m.rev, length(m.content), v_now, true from made m where m.is_live
  ), reacted as (
    insert into reactions (workspace_id, id, message_id, author_id, user_id, emoji, channel_id, created_at)
    select p_workspace, uuidv7(r.created_at - v_now), r.message_id, r.author_id, r.user_id, e.emoji, p_channel, r.created_at
    from given_reactions r join emoji e on e.message_id = r.message_id and e.emoji_key = r.emoji_key
  ), grown as (
    -- Roots that were stored before; those of this batch were inserted with their replies counted.
    update messages m set reply_count = m.reply_count + t.replies,
      last_reply_at = greatest(m.last_reply_at, t.last_reply_at),
      participants = (m.participants || array(
        select person from unnest(t.people) with ordinality as new (person, place)
        where person <> all(m.participants) order by place))[:20]
    from threads t where m.workspace_id = t.workspace_id and m.id = t.root_id
  ), following as (
    insert into thread_people as p (workspace_id, root_id, user_id, channel_id, replies, first_seq)
    select p_workspace, r.root_id, r.user_id, p_channel, sum(r.replies), min(r.first_seq) from (
      select root_id, user_id, replies, first_seq from repliers
      union all
      select t.root_id, coalesce(m.user_id, root.user_id), 0, null from threads t
      left join made m on m.id = t.root_id
      left join messages root on root.workspace_id = t.workspace_id and root.id = t.root_id
    ) r where r.user_id is not null group by r.root_id, r.user_id
    on conflict (workspace_id, root_id, user_id) do update set
      replies = p.replies + excluded.replies, first_seq = coalesce(p.first_seq, excluded.first_seq)
  ), counted as (
    update channel_heads h set seq = v_seq + c.all, rev = v_rev + c.all, imported_rev = v_rev + c.all,
      message_count = h.message_count + c.live, root_count = h.root_count + c.roots
    from (select count(*) as all, count(*) filter (where m.is_live) as live,
        count(*) filter (where m.is_live and m.root_id is null) as roots from made m) c
    where h.workspace_id = p_workspace and h.channel_id = p_channel and c.all > 0
  )
  select (select count(*) from made),
    coalesce(jsonb_agg(jsonb_build_object('key', c.key, 'id', coalesce(c.known_id, m.id)) order by c.position)
      filter (where p_with_ids and coalesce(c.known_id, m.id) is not null), '[]'),
    coalesce(jsonb_agg(jsonb_build_object('key', c.key, 'why', coalesce(c.problem,
        case when w.position is not null then 'file_ids' end, 'no_parent')) order by c.position)
      filter (where coalesce(c.known_id, m.id) is null), '[]')
  into stored, messages, refused
  from checked c left join made m on m.position = c.position left join without_file w on w.position = c.position
  where not c.is_repeated;
end
$$;
