-- Serialises a person's changes of drafts and scheduled messages, so that limits are never exceeded and no reservation of
-- a file is lost; then counts both, of the latter those that wait or have failed. Locked after a scheduled message's row,
-- before files.
create function lock_unsent(p_workspace uuid, p_user uuid, out drafts int, out scheduled int) language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('unsent:' || p_workspace || ':' || p_user, 0));
  drafts := (select count(*) from drafts d where d.workspace_id = p_workspace and d.user_id = p_user);
  scheduled := (select count(*) from scheduled_messages s
    where s.workspace_id = p_workspace and s.user_id = p_user and s.status <> 'sent');
end
$$;
