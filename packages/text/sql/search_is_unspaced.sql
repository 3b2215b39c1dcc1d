-- Whether folded text is of a script without spaces.
create function search_is_unspaced(folded text) returns boolean language sql immutable parallel safe as $$
  select folded ~ '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]'
$$;
