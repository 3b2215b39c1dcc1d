-- Deletes a channel that the caller has locked. Everything that reads of channels joins them, so from the commit on
-- nothing of it can be read; what other services have of it is removed by those whom `channel.deleted` starts. The
-- head is held, so that a message is posted before this or finds the channel gone.
create function delete_channel(in_channel uuid, in_by uuid, in_trace jsonb) returns void language plpgsql as $$
declare
  gone channels;
  orphan channels;
begin
  perform messaging.lock_channel(c.workspace_id, c.id) from channels c where c.id = in_channel;
  select * into strict gone from channels where id = in_channel for update;
  -- In a small channel also in the own rooms of whoever is not in its room yet, or hears nothing of the workspace.
  perform tell('channel.deleted', gone.workspace_id, gone.id,
    array[channel_room(gone.id)]
      || case when gone.is_private then '{}' else array[workspace_room(gone.workspace_id)] end
      || array(
        select user_room(m.workspace_id, m.user_id) from members m
        join gateway.people p on p.workspace_id = m.workspace_id and p.user_id = m.user_id
        where m.channel_id = gone.id and gone.member_count <= 100 and (gone.is_private or p.role = 'guest')
        order by m.user_id),
    jsonb_build_object('id', gone.id, 'workspace_id', gone.workspace_id), in_trace);
  insert into deletions (channel_id, workspace_id, deleted_by) values (gone.id, gone.workspace_id, in_by);
  perform from channels c where c.parent_channel_id = gone.id order by c.id for no key update;
  for orphan in
    update channels set parent_channel_id = null, updated_at = now() where parent_channel_id = gone.id returning *
  loop
    perform tell_updated(orphan, in_trace);
  end loop;
  delete from channels where id = gone.id;
end $$;
