-- Creates and stores the search documents of the next messages in a lane of a workspace's queue: p_max at most, and no further ones
-- once they have 10,000 characters, so that no batch takes long. Locks the rows of the queue, and
-- with `for share` the messages that get their first document. `taken` rows of the queue are done; `postponed` rows stay,
-- since their message is locked by a change. Planned anew for each batch: a generic plan, made while tables are small,
-- reads the whole workspace. So would one that is told `workspace_id = p_workspace` of a workspace that is new since
-- statistics were made: what is looked up is joined by (workspace_id, id).
--
-- A deleted message has no document: a deletion deletes it, in a later statement of its transaction. It cannot see one
-- that is not committed yet, so a new document is kept only if its message can then be locked and is not deleted: the
-- deletion has either committed before, or waits for this commit and sees the document.
--
-- What is attached is queued to be read, but for what has no text, and for what twins say, which answers never quote. A
-- file that is locked is being deleted; one that was queued before, as an edit finds it, stays as it is.
create function index_queued(p_workspace uuid, p_is_large boolean, p_max int, p_is_imported boolean default false,
  out taken int, out postponed int, out has_more boolean)
language plpgsql set plan_cache_mode = force_custom_plan as $$
declare
  v_ids uuid[];
  v_revs bigint[];
  v_lexemes tsvector[];
  v_folded text[];
  v_made_ids uuid[];
  v_made_revs bigint[];
  v_channels uuid[];
  v_times timestamptz[];
  v_holders uuid[];
  v_new uuid[];
  v_postponed uuid[] := '{}';
begin
  select coalesce(array_agg(message_id) filter (where is_next), '{}'), array_agg(rev) filter (where is_next),
      count(*) = p_max or not coalesce(bool_and(is_next), true)
    into v_ids, v_revs, has_more
  from (
    select message_id, rev, sum(characters) over (order by message_id, rev) - characters < 10000 as is_next
    from (
      select q.message_id, q.rev, q.characters from search_queue q
      where q.workspace_id = p_workspace and q.is_imported = p_is_imported and q.is_large = p_is_large
      order by q.message_id, q.rev limit p_max
      for update skip locked
    ) claimed
  ) measured;

  select array_agg(m.id order by m.id), array_agg(m.rev order by m.id), array_agg(m.channel_id order by m.id),
      array_agg(m.at order by m.id), array_agg(made.lexemes order by m.id), array_agg(made.folded order by m.id),
      array_agg(m.id) filter (where m.attachments is not null and m.ai_twin_id is null)
    into v_made_ids, v_made_revs, v_channels, v_times, v_lexemes, v_folded, v_holders
  from (
    -- A time in the future, from a faulty import, would rank first for ever.
    select m.*, least(m.created_at, clock_timestamp()) as at
    from (select distinct p_workspace as workspace_id, id from unnest(v_ids) id) q
    join messages m on m.workspace_id = q.workspace_id and m.id = q.id
    where m.deleted_at is null
  ) m, search_document(m.content, m.attachments, coalesce(m.user_id, m.ai_twin_id), m.at) made;

  with stored as (
    insert into search_documents as d (workspace_id, message_id, channel_id, created_at, rev, lexemes, folded)
    select p_workspace, made.*
    from unnest(v_made_ids, v_channels, v_times, v_made_revs, v_lexemes, v_folded) made
    on conflict (workspace_id, message_id) do update set
      rev = excluded.rev, lexemes = excluded.lexemes, folded = excluded.folded
    where d.rev <= excluded.rev
    returning message_id, old.message_id is null as is_new
  )
  select array_agg(message_id) filter (where is_new) into v_new from stored;

  if v_holders is not null then
    insert into file_texts (workspace_id, file_id, is_imported, due_at)
    select p_workspace, f.id, m.is_imported, clock_timestamp()
    from (
      select f.id, f.holder_id from files f
      where f.workspace_id = p_workspace and f.holder_id = any(v_holders) and f.type !~ '^(image|video|audio)/'
      for key share skip locked
    ) f
    join messages m on m.workspace_id = p_workspace and m.id = f.holder_id
    on conflict do nothing;
  end if;

  if v_new is not null then
    with live as materialized (
      select m.id
      from (select p_workspace as workspace_id, unnest(v_new) as id) made
      join messages m on m.workspace_id = made.workspace_id and m.id = made.id
      where m.deleted_at is null
      for share of m skip locked
    )
    select array_agg(id) into v_new from unnest(v_new) id where id not in (select live.id from live);
  end if;
  if v_new is not null then
    delete from search_documents d where d.workspace_id = p_workspace and d.message_id = any(v_new);
    v_postponed := array(
      select m.id from messages m where m.workspace_id = p_workspace and m.id = any(v_new) and m.deleted_at is null);
  end if;

  delete from search_queue q
  using (select p_workspace as workspace_id, unnest(v_ids) as message_id, unnest(v_revs) as rev) done
  where q.workspace_id = done.workspace_id and q.is_imported = p_is_imported and q.is_large = p_is_large
    and q.message_id = done.message_id and q.rev = done.rev and q.message_id <> all(v_postponed);
  get diagnostics taken = row_count;
  postponed := cardinality(v_ids) - taken;
end
$$;
