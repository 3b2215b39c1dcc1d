-- Used by integrations, and here for the demo: makes the channel that stands here for one of another platform, or of an archive, under an id of
-- the caller's, which is the same for ever: a second call finds the first one's channel. p_person is its creator, first
-- member and admin; of a private channel the only member but for `members`. p_channel:
--
--   name          URL-safe, of at most 80 characters; where it is taken, `-<suffix>` is put behind it, then `-<suffix>-2` …
--   suffix        such as `slack`
--   display_name, description, topic   as `POST /api/v2/channels` takes them, or null
--   is_private
--   members       optional: [{user_id, role}] of who is a member from the beginning, at most 1,000; who is not in the
--                 workspace, or a guest, is left out
--
--   outcome    why not
--   created
--   exists     it was created before; `name` is what it is called by now
--   no_person  p_person is no longer in the workspace, or is a guest
--   no_name    a hundred such names are taken
--
-- After the commit the caller notifies the outbox of channels.
create function create_connected(p_workspace uuid, p_id uuid, p_channel jsonb, p_person uuid, p_trace jsonb,
  out outcome text, out name text)
language plpgsql security definer set search_path = channels, parley, pg_temp as $$
declare
  v_ending text := '';
  v_given jsonb := coalesce(p_channel->'members', '[]');
  v_admins uuid[] := array(select (m->>'user_id')::uuid from jsonb_array_elements(v_given) m where m->>'role' = 'admin');
  v_members uuid[];
begin
  v_members := array(
    select p.user_id from lock_people(p_workspace,
      p_person || array(select (m->>'user_id')::uuid from jsonb_array_elements(v_given) m limit 1000)) p
    where p.role <> 'guest');
  if p_person <> all(v_members) then
    outcome := 'no_person';
    return;
  end if;
  for attempt in 0..100 loop
    -- It was there before, or another transaction has just made it.
    select c.name into name from channels c where c.workspace_id = p_workspace and c.id = p_id;
    if found then
      outcome := 'exists';
      return;
    end if;
    v_ending := case attempt when 0 then '' when 1 then '-' || (p_channel->>'suffix')
      else '-' || (p_channel->>'suffix') || '-' || attempt end;
    name := rtrim(left(p_channel->>'name', 80 - length(v_ending)), '-') || v_ending;
    insert into channels (workspace_id, id, name, display_name, description, topic, channel_type, is_private, created_by)
    values (p_workspace, p_id, name, p_channel->>'display_name', p_channel->>'description', p_channel->>'topic', 'text',
      (p_channel->>'is_private')::boolean, p_person)
    on conflict do nothing;
    if found then
      perform add_first_members(p_workspace, p_id, v_members, p_trace, v_admins);
      outcome := 'created';
      return;
    end if;
  end loop;
  outcome := 'no_name';
  name := null;
end $$;

grant execute on function create_connected to parley_integrations;
