create function hold_people(in_workspace uuid, in_users uuid[]) returns void language plpgsql as $$
declare
  person uuid;
begin
  for person in select distinct held from unnest(in_users) held order by held loop
    perform pg_advisory_xact_lock_shared(person_key(in_workspace, person));
  end loop;
end $$;
