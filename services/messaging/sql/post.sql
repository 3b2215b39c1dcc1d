-- Used by the chat engine and integrations, in a transaction of theirs that also writes what belongs to the message (a
-- run's end, a row of an id map): it commits or is rolled back with that. Posts as people do, by post_message, on behalf
-- of p_author (contracts: Author, ServicePost, by which callers parse what they were given, since SQL checks less of it):
--
--   user     needs to be allowed to post there, and becomes a member where posting makes people members
--   twin     of the workspace, assigned to the channel or not
--   bridged  somebody of another platform, by `platform` and `foreign_id`, with a name and perhaps an avatar
--
-- p_key is the caller's own for what it posts, and the same for ever: the same key posts once. Keys of two services never
-- meet. `message` is the message as it is now. `joined`: the caller notifies the outbox of channels after its commit.
--
--   outcome        why not
--   posted
--   repeated       it was posted, or imported, under this key before; perhaps it is deleted by now
--   not_found      there is no such channel, or a user may not read it
--   archived       the channel is archived
--   no_parent      the parent is not in the channel, or is deleted
--   no_twin        the workspace has no such twin
--   no_file        a file cannot be attached; `field` names it
--   too_many_hops  p_post.hops is above 8: machines have answered one another too often
--   invalid        `field` breaks the contract
--   retry          the user keeps leaving the channel, or another transaction posts under this key
--
-- A refusal is never raised and leaves nothing, so that the caller's transaction continues. A post locks the channel until
-- the caller commits, so it comes last in a transaction, to one channel; with READ COMMITTED, as post_message demands.
-- After the commit the caller notifies the outbox of messaging.
create function post(p_workspace uuid, p_channel uuid, p_author jsonb, p_post jsonb, p_key text, p_trace jsonb default null,
  out outcome text, out message json, out field text, out joined boolean)
language plpgsql security definer set search_path = messaging, parley, pg_temp as $$
declare
  v_key text := session_user || ':' || p_key;
  v_service jsonb;
  v_post jsonb;
  v_detail text;
  v_constraint text;
begin
  joined := false;
  field := first_invalid(is_author(p_author), p_post, p_key);
  if field is not null then
    outcome := 'invalid';
    return;
  elsif (p_post->>'hops')::int > 8 then
    outcome := 'too_many_hops';
    return;
  end if;
  v_service := jsonb_build_object('name', p_author->'name', 'avatar_url', p_author->'avatar_url',
    'platform', p_author->'platform', 'foreign_id', p_author->'foreign_id', 'written_at', p_post->'written_at',
    'origin', p_post->'origin', 'hops', p_post->'hops', 'key', v_key);
  v_post := p_post || jsonb_build_object('ai_twin_id', p_author->'ai_twin_id',
    'metadata', sender_metadata(p_post->'metadata'));
  for attempt in 1..4 loop
    select r.resource into message from messages m
    join message_resources r on r.workspace_id = m.workspace_id and r.id = m.id
    where m.workspace_id = p_workspace and m.service_key = v_key;
    if found then
      outcome := 'repeated';
      return;
    end if;
    begin
      select p.outcome, p.event->'data', p.joined into outcome, message, joined
      from post_message(p_workspace, p_channel, (p_author->>'user_id')::uuid, v_post, p_trace, null, v_service) p;
      return;
    exception
      when sqlstate 'PM404' then outcome := 'not_found';
      when sqlstate 'PM409' then outcome := 'archived';
      when sqlstate 'PM400' then outcome := 'no_parent';
      when sqlstate 'PM406' then
        get stacked diagnostics v_detail = pg_exception_detail;
        outcome := 'no_file';
        field := 'file_ids.' || v_detail;
      when sqlstate 'PM410' then outcome := 'retry';
      when unique_violation then
        get stacked diagnostics v_constraint = constraint_name;
        if v_constraint <> 'messages_service_key' then
          raise;
        end if;
        outcome := 'retry';
    end;
    message := null;
    joined := false;
    exit when outcome <> 'retry';
  end loop;
end
$$;

grant execute on function post to parley_chat_engine, parley_integrations;
