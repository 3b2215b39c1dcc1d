-- Locks are taken in this order, whoever takes them: people, ascending; then channels, ascending; then channel heads.
-- A person is locked shared by what adds them to a channel and exclusively by what takes them out of a workspace,
-- so that nobody stays behind in a channel of a workspace they have left.
create function lock_people_shared(p_workspace uuid, p_users uuid[]) returns void language plpgsql as $$
declare
  person uuid;
begin
  for person in select distinct u from unnest(p_users) u order by u loop
    perform pg_advisory_xact_lock_shared(person_key(p_workspace, person));
  end loop;
end $$;
