-- Published. Takes someone out of every channel. A private channel whose last admin they are goes to its oldest
-- member, to a guest only where there is nobody else.
create function leave_workspace(in_workspace uuid, in_user uuid, in_trace jsonb) returns void
language plpgsql security definer set search_path = channels, pg_temp as $$
declare
  held uuid[];
  heirs members[];
begin
  perform pg_advisory_xact_lock(person_key(in_workspace, in_user));
  held := array(
    select c.id from channels c
    where c.id in (select m.channel_id from members m where m.workspace_id = in_workspace and m.user_id = in_user)
    order by c.id for no key update);
  with orphaned as (
    select c.id from channels c
    join members m on m.channel_id = c.id and m.user_id = in_user and m.role = 'admin'
    where c.id = any(held) and c.is_private and c.channel_type <> 'dm' and not exists (
      select from members other where other.channel_id = c.id and other.role = 'admin' and other.user_id <> in_user)
  ), heir as (
    select orphaned.id as channel_id, oldest.user_id from orphaned cross join lateral (
      select m.user_id from members m
      left join gateway.people p on p.workspace_id = in_workspace and p.user_id = m.user_id
      where m.channel_id = orphaned.id and m.user_id <> in_user
      order by coalesce(p.role, 'guest') = 'guest', m.joined_at, m.user_id limit 1) oldest
  ), promoted as (
    update members m set role = 'admin' from heir
    where m.channel_id = heir.channel_id and m.user_id = heir.user_id
    returning m.*
  )
  select array_agg(p::members order by p.channel_id) into heirs from promoted p;
  perform tell('member.updated', h.workspace_id, h.channel_id,
    array[channel_room(h.channel_id), user_room(h.workspace_id, h.user_id)], membership_json(h), in_trace)
  from unnest(heirs) h;
  perform withdraw(in_workspace, in_user, held, in_trace);
end $$;

grant execute on function leave_workspace to parley_gateway;
