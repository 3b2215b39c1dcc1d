-- Whether this is an author (contracts: Author). Of what may not be in a name, those characters are refused that are right
-- nowhere: not joiners, variation selectors and tags, which belong in some scripts and emoji.
create function is_author(p_author jsonb) returns boolean language sql stable parallel safe as $$
  select (case p_author->>'type'
      when 'user' then p_author->>'user_id' is not null
      when 'twin' then p_author->>'ai_twin_id' is not null
      when 'bridged' then p_author->>'platform' ~ '^[a-z0-9_-]{1,50}$' and length(p_author->>'foreign_id') between 1 and 200
        and length(p_author->>'name') between 1 and 100 and shows_something(p_author->>'name')
        and p_author->>'name' !~ ('[[:cntrl:]\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f'
          '\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a]')
        and coalesce(p_author->>'avatar_url' ~ '^https?://\S+$' and length(p_author->>'avatar_url') <= 2000, true)
      end) is true
    and coalesce(pg_input_is_valid(p_author->>'user_id', 'uuid'), true)
    and coalesce(pg_input_is_valid(p_author->>'ai_twin_id', 'uuid'), true)
$$;
