-- Whether a person may post as a twin in a channel: `allowed`, `forbidden` (they may not assign twins there), `no_twin`
-- (it is not in the channel), or null if they cannot read the channel. Also returns the twin's name and avatar.
create function twin_permission(p_workspace uuid, p_channel uuid, p_user uuid, p_twin uuid,
  out permission text, out name text, out avatar_url text) language plpgsql stable as $$
begin
  select case
      when a.workspace_role = 'guest'
        or not (a.workspace_role in ('owner', 'admin') or coalesce(a.channel_role = 'admin', false)
          or a.created_by = a.user_id or (a.channel_type = 'dm' and a.is_member)) then 'forbidden'
      when t.ai_twin_id is null then 'no_twin'
      else 'allowed' end, t.name, t.avatar_url
    into permission, name, avatar_url
  from channels.access a
  left join channels.twins t
    on t.workspace_id = a.workspace_id and t.channel_id = a.channel_id and t.ai_twin_id = p_twin
  where a.workspace_id = p_workspace and a.channel_id = p_channel and a.user_id = p_user;
end
$$;
