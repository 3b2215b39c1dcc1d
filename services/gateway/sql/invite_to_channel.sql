-- Used by channels. Invites an email address that is not in the workspace into a channel: `invited`, `too_many` where
-- the sender has invited 100 addresses within the hour, `forbidden` where they may not invite. Neither answer nor work
-- depend on whether the address has an account. That the sender is in the channel is for the caller to check. An open
-- invitation keeps the stronger role and gathers channels. Making the mail is a job: the link's token is made there.
create function invite_to_channel(p_workspace uuid, p_channel uuid, p_email text, p_by uuid, p_trace jsonb)
returns text language plpgsql security definer set search_path = gateway, pg_temp as $$
declare
  at constant timestamptz := now();
  sender_role text;
begin
  perform pg_advisory_xact_lock(hashtextextended('inviting:' || p_workspace || ':' || p_by, 0));
  -- Locked, so that whoever takes the sender's role away sees this invitation and revokes it.
  select m.role into sender_role from members m
  where m.workspace_id = p_workspace and m.user_id = p_by for share;
  if coalesce(sender_role, 'guest') = 'guest' then
    return 'forbidden';
  elsif (select count(distinct c.email) from channel_invitations c
    where c.workspace_id = p_workspace and c.invited_by = p_by and c.invited_at > now() - interval '1 hour'
      and c.email <> p_email) >= 100 then
    return 'too_many';
  end if;

  delete from invitations i where i.workspace_id = p_workspace and i.expires_at < now();
  -- Nobody knows what hashes to this: the invitation opens once its mail is made.
  insert into invitations as i (workspace_id, email, token_hash, role, agent, invited_by, expires_at)
  values (p_workspace, p_email, sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())),
    case when sender_role in ('owner', 'admin') then 'member' else 'guest' end, false, p_by,
    now() + interval '7 days')
  on conflict (workspace_id, email) do update set role = excluded.role, invited_by = excluded.invited_by
  where role_weight(excluded.role) > role_weight(i.role);
  perform from invitations i where i.workspace_id = p_workspace and i.email = p_email for update;
  insert into channel_invitations as c (workspace_id, email, channel_id, invited_by, invited_at)
  values (p_workspace, p_email, p_channel, p_by, at)
  on conflict (workspace_id, email, channel_id) do update
  set invited_by = excluded.invited_by, invited_at = excluded.invited_at;

  -- One mail in ten minutes about a channel.
  if exists (
    select from channel_invitations c
    where c.workspace_id = p_workspace and c.email = p_email and c.channel_id = p_channel
      and (c.mailed_at is null or c.mailed_at < at - interval '10 minutes'))
  then
    if reserve_invitation_mail(p_workspace, p_email, p_by) = 0 then
      update channel_invitations c set mailed_at = at
      where c.workspace_id = p_workspace and c.email = p_email and c.channel_id = p_channel;
      insert into outbox (kind, name, payload, trace)
      values ('job', 'mail-channel-invitation',
        jsonb_build_object('workspace_id', p_workspace, 'channel_id', p_channel, 'email', p_email), p_trace);
    end if;
  end if;
  return 'invited';
end $$;

grant execute on function invite_to_channel to parley_channels;
