-- The first field of what a service posts or imports that the contract does not allow (contracts: ServicePost,
-- ImportedMessage); null where all are right. `p_is_author` is what is_author says of its author. Callers check more, before,
-- by those contracts: this is what must never be stored, or what a cast would raise for. Without a subquery, so that an
-- import has it inline, for a thousand messages at once.
create function first_invalid(p_is_author boolean, p_post jsonb, p_key text) returns text
language sql stable parallel safe as $$
  select case
    when length(p_key) between 1 and 300 is not true then 'key'
    when p_is_author is not true then 'author'
    -- Before what takes them to be lists: a planner that knows the values follows this order, too.
    when jsonb_typeof(p_post->'file_ids') not in ('array', 'null') then 'file_ids'
    when jsonb_typeof(p_post->'mention_candidates') not in ('array', 'null') then 'mention_candidates'
    when jsonb_typeof(p_post->'reactions') not in ('array', 'null') then 'reactions'
    when jsonb_typeof(p_post->'content') is distinct from 'string' or length(p_post->>'content') > 40000
      or not shows_something(p_post->>'content') and coalesce(jsonb_array_length(nullif(p_post->'file_ids', 'null')), 0) = 0
        and p_post->>'deleted_at' is null then 'content'
    when p_post->>'content_type' !~ '^[\w.+/-]{1,50}$' then 'content_type'
    when jsonb_typeof(p_post->'metadata') not in ('object', 'null') or octet_length(p_post->>'metadata') > 32768 then 'metadata'
    when jsonb_array_length(nullif(p_post->'file_ids', 'null')) > 10
      or not are_uuids(nullif(p_post->'file_ids', 'null')) then 'file_ids'
    when jsonb_array_length(nullif(p_post->'mention_candidates', 'null')) > 1000
      or not are_candidates(nullif(p_post->'mention_candidates', 'null')) then 'mention_candidates'
    when length(p_post->>'origin') not between 1 and 200 then 'origin'
    when p_post->>'hops' !~ '^[0-9]{1,9}$' then 'hops'
    when not pg_input_is_valid(p_post->>'parent_message_id', 'uuid') then 'parent_message_id'
    when not is_time(p_post->>'written_at') then 'written_at'
    when not is_time(p_post->>'created_at') then 'created_at'
    when not is_time(p_post->>'edited_at') then 'edited_at'
    when not is_time(p_post->>'deleted_at') then 'deleted_at'
    when jsonb_typeof(p_post->'pinned') not in ('object', 'null') or not is_time(p_post->'pinned'->>'at')
      or not pg_input_is_valid(p_post->'pinned'->>'user_id', 'uuid') then 'pinned'
    when not are_reactions(nullif(p_post->'reactions', 'null')) then 'reactions'
    end
$$;
