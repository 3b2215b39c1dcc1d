-- Counts one mail with an invitation: an address gets at most five an hour from a workspace, and from a person whatever
-- the workspace. Returns 0, or the seconds until there may be another one. Call with the invitation's row locked.
create function reserve_invitation_mail(p_workspace uuid, p_email text, p_by uuid)
returns int language plpgsql as $$
declare
  at timestamptz;
  hour constant interval := interval '1 hour';
  fifth timestamptz;
begin
  perform pg_advisory_xact_lock(hashtextextended('invitation-mails:' || p_email, 0));
  at := clock_timestamp();
  delete from invitation_mails m where m.ctid = any (array(
    select old.ctid from invitation_mails old where old.mailed_at < at - hour limit 100 for update skip locked));
  select max(nth.mailed_at) into fifth
  from unnest(array[p_workspace, p_by]) sender (id)
  cross join lateral (
    select m.mailed_at from invitation_mails m
    where m.email = p_email and m.counted_for = sender.id and m.mailed_at >= at - hour
    order by m.mailed_at desc limit 1 offset 4) nth;
  if fifth is not null then
    return greatest(1, ceil(extract(epoch from fifth + hour - at)));
  end if;
  insert into invitation_mails (email, counted_for, mailed_at) values (p_email, p_workspace, at), (p_email, p_by, at);
  return 0;
end $$;
