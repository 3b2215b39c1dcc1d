-- Keeps a draft; without text and files there is none afterwards. Outcomes: kept, dropped, not_found (the person cannot
-- read the channel), no_parent, no_file (place: which of p_files, from 0), full (there are p_max already).
create function put_draft(
  p_workspace uuid, p_user uuid, p_channel uuid, p_parent uuid, p_content text, p_files uuid[], p_max int,
  p_reserved interval, out outcome text, out draft json, out place int
) language plpgsql as $$
declare
  v_root uuid;
  v_before drafts;
  v_kept drafts;
begin
  perform lock_unsent(p_workspace, p_user);
  perform from channels.access a
  where a.workspace_id = p_workspace and a.channel_id = p_channel and a.user_id = p_user;
  if not found then
    outcome := 'not_found';
    return;
  end if;
  if p_parent is not null then
    select coalesce(m.parent_message_id, m.id) into v_root from messages m
    where m.workspace_id = p_workspace and m.id = p_parent and m.channel_id = p_channel and m.deleted_at is null;
    if not found then
      outcome := 'no_parent';
      return;
    end if;
  end if;
  place := first_unclaimable(p_workspace, p_channel, p_user, p_files);
  if place is not null then
    outcome := 'no_file';
    return;
  end if;
  select * into v_before from drafts d
  where d.workspace_id = p_workspace and d.user_id = p_user and d.channel_id = p_channel
    and d.parent_message_id is not distinct from v_root;
  if p_content = '' and p_files = '{}' then
    delete from drafts d
    where d.workspace_id = p_workspace and d.user_id = p_user and d.channel_id = p_channel
      and d.parent_message_id is not distinct from v_root;
    outcome := 'dropped';
  elsif v_before.user_id is null
    and (select count(*) >= p_max from drafts d where d.workspace_id = p_workspace and d.user_id = p_user) then
    outcome := 'full';
    return;
  else
    perform reserve_files(p_workspace, p_channel, p_user, p_files, now() + p_reserved);
    insert into drafts as d (user_id, channel_id, parent_message_id, workspace_id, content, file_ids, updated_at)
    values (p_user, p_channel, v_root, p_workspace, p_content, p_files, date_trunc('milliseconds', clock_timestamp()))
    on conflict (workspace_id, user_id, channel_id, parent_message_id) do update set
      content = excluded.content, file_ids = excluded.file_ids, updated_at = excluded.updated_at
    returning d.* into v_kept;
    outcome := 'kept';
    draft := draft_json(v_kept);
  end if;
  if v_before.file_ids <> '{}' then
    perform release_files(p_workspace, p_user, v_before.file_ids);
  end if;
end
$$;
