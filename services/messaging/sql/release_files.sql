-- Ends the reservation of uploads of a draft or scheduled message that is gone, unless another one uses them.
create function release_files(p_workspace uuid, p_user uuid, p_files uuid[]) returns void language sql as $$
  update files f set reserved_until = null
  where f.workspace_id = p_workspace and f.id = any(p_files) and f.message_id is null
    and not exists (select from drafts d
      where d.workspace_id = p_workspace and d.user_id = p_user and f.id = any(d.file_ids))
    and not exists (select from scheduled_messages s
      where s.workspace_id = p_workspace and s.user_id = p_user and s.status <> 'sent' and f.id = any(s.file_ids))
$$;
