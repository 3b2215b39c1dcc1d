-- The mentions in a text, in its order; null when there are none. p_candidates comes from findCandidates: of several at one
-- position, the longest that names a member counts; a handle that several members share mentions them all. `channel` and
-- `here` win over members' handles, and p_kept, the mentions of the text before an edit, over both.
create function resolve_mentions(p_workspace uuid, p_channel uuid, p_candidates jsonb, p_kept jsonb default '[]')
returns jsonb language sql stable as $$
  with given as materialized (
    select * from jsonb_to_recordset(p_candidates) as c (position int, handle text, written text)
  ), kept as materialized (
    select * from jsonb_to_recordset(p_kept) as k (type text, user_id uuid, handle text)
  ), named as materialized (
    select k.handle, k.type, k.user_id from kept k
    union all
    select word.handle, word.handle, null from (values ('channel'), ('here')) word (handle)
    where word.handle not in (select k.handle from kept k)
    union all
    select h.handle, 'user', h.user_id from gateway.handles h
    join channels.memberships s
      on s.workspace_id = h.workspace_id and s.user_id = h.user_id and s.channel_id = p_channel
    where h.workspace_id = p_workspace
      and h.handle = any(array(select g.handle from given g
        where g.handle not in ('channel', 'here') and g.handle not in (select k.handle from kept k)))
  ), meant as (
    select distinct on (g.position) g.position, g.handle, g.written from given g
    where g.handle in (select n.handle from named n) order by g.position, length(g.handle) desc
  )
  select jsonb_agg(mention order by position, mention) from (
    select distinct on (n.type, n.user_id) m.position, case n.type
      when 'user' then jsonb_build_object('type', n.type, 'user_id', n.user_id, 'handle', m.written)
      else jsonb_build_object('type', n.type, 'handle', m.handle) end as mention
    from meant m join named n on n.handle = m.handle
    order by n.type, n.user_id, m.position
  ) mentioned
$$;
