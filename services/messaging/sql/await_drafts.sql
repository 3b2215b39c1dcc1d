-- Waits for transactions that insert a draft into a channel. Once the channel is deleted, no draft comes after this:
-- lock_drafts precedes the reading of access, so that whoever locks later finds the channel gone.
create function await_drafts(p_workspace uuid, p_channel uuid) returns void language sql as $$
  select pg_advisory_xact_lock(drafts_key(p_workspace, p_channel))
$$;
