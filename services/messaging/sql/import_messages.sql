-- Used by integrations, and by channels for the demo, in a transaction of theirs that also writes their id map and how far an import has come. Stores up
-- to 1,000 messages of a channel's history elsewhere (contracts: ImportedMessage), written at any time in the past:
--
--   key                 the caller's own, as of `post`: what was posted or imported under it is not stored again
--   author              as of `post`; a user need not be a member of the channel
--   content, content_type, metadata, mention_candidates, file_ids, origin   as of `post`
--   created_at, edited_at, deleted_at
--   parent_key, parent_message_id   what it replies to: in the batch, stored under that key, or of that id
--   pinned              {at, user_id}
--   reactions           [{emoji, author, created_at}]
--
-- They are numbered like any other message, and found by search, but delivered to nobody: clients that show the channel get
-- one `channel.updated` with `history_changed`. They are unread for nobody, move no marker, are in no mention inbox, and
-- start no job. `channel_heads.imported_rev` is the last rev that they took.
--
-- `messages` is [{key, id}] of all that is stored now, by this call or before; empty where `p_with_ids` is false, since a
-- whole page of them costs. `stored` counts this call's. `refused` is [{key, why}] of the others: the field that breaks the
-- contract; `no_author` (no such user or twin in the workspace), `no_parent`, `no_file`; `file_ids` also where an earlier
-- message of the batch has the file. A reaction, pin or mention beyond its limit, or whose author does not exist, is left out.
--
--   outcome     imported, not_found (no such channel), archived, too_many (messages), invalid (not a list), retry (other
--               transactions store the same keys; one of REPEATABLE READ may not see what they stored)
--
-- The channel is locked until the caller commits; then the caller notifies the outbox of channels.
create function import_messages(p_workspace uuid, p_channel uuid, p_messages jsonb, p_trace jsonb default null,
  p_with_ids boolean default true, out outcome text, out stored int, out messages jsonb, out refused jsonb)
language plpgsql security definer set search_path = messaging, parley, pg_temp as $$
declare
  -- A name has the collation "C", and comparing by another than the index's reads the whole table.
  v_role text := (session_user || ':') collate "default";
  v_constraint text;
begin
  stored := 0;
  if jsonb_typeof(p_messages) is distinct from 'array' then
    outcome := 'invalid';
    return;
  elsif jsonb_array_length(p_messages) > 1000 then
    outcome := 'too_many';
    return;
  end if;
  for attempt in 1..4 loop
    begin
      select s.stored, s.messages, s.refused into stored, messages, refused
      from store_imported(p_workspace, p_channel, p_messages, v_role, p_with_ids) s;
      if stored > 0 then
        perform channels.publish_history_changed(p_workspace, p_channel, p_trace);
      end if;
      outcome := 'imported';
      return;
    exception
      when sqlstate 'PM404' then
        outcome := 'not_found';
        return;
      when sqlstate 'PM409' then
        outcome := 'archived';
        return;
      when unique_violation then
        -- Another transaction has stored one of the keys in another channel: now it is known.
        get stacked diagnostics v_constraint = constraint_name;
        if v_constraint <> 'messages_service_key' then
          raise;
        end if;
    end;
  end loop;
  outcome := 'retry';
end
$$;

grant execute on function import_messages to parley_integrations, parley_channels;
