-- The first field of what a service posts or imports that the contract does not allow (contracts: Author, ServicePost,
-- ImportedMessage); null where all are right. Callers check more, before: this is what must never be stored.
create function first_invalid(p_author jsonb, p_post jsonb, p_key text) returns text
language sql immutable parallel safe as $$
  select case
    when length(p_key) between 1 and 300 is not true then 'key'
    when (case p_author->>'type'
        when 'user' then p_author->>'user_id' is not null
        when 'twin' then p_author->>'ai_twin_id' is not null
        when 'bridged' then p_author->>'platform' ~ '^[a-z0-9_-]{1,50}$' and length(p_author->>'foreign_id') between 1 and 200
          and length(p_author->>'name') between 1 and 100 and p_author->>'name' !~ '^\s*$|[[:cntrl:]]'
          and coalesce(p_author->>'avatar_url' ~ '^https?://\S+$' and length(p_author->>'avatar_url') <= 2000, true)
        end) is not true then 'author'
    when jsonb_typeof(p_post->'content') is distinct from 'string' or length(p_post->>'content') > 40000
      or p_post->>'content' ~ '^\s*$' and coalesce(jsonb_array_length(nullif(p_post->'file_ids', 'null')), 0) = 0
        and p_post->>'deleted_at' is null then 'content'
    when p_post->>'content_type' !~ '^[\w.+/-]{1,50}$' then 'content_type'
    when jsonb_typeof(p_post->'metadata') not in ('object', 'null') or octet_length(p_post->>'metadata') > 32768 then 'metadata'
    when jsonb_array_length(nullif(p_post->'file_ids', 'null')) > 10 then 'file_ids'
    when jsonb_array_length(nullif(p_post->'mention_candidates', 'null')) > 1000 then 'mention_candidates'
    when length(p_post->>'origin') not between 1 and 200 then 'origin'
    when (p_post->>'hops')::int < 0 then 'hops'
    end
$$;
