-- Publishes what a channel is now to its members, and to the workspace where it is public; with p_more in its data.
create function publish_channel_updated(p_workspace uuid, p_channel uuid, p_trace jsonb, p_more jsonb default '{}')
returns void language sql as $$
  select publish_channel(p_workspace, p_channel, 'channel.updated',
    case when c.is_private then array[channel_room(c.id)]
      else array[workspace_room(c.workspace_id), channel_room(c.id)] end, p_trace, p_more)
  from channels c where c.workspace_id = p_workspace and c.id = p_channel
$$;
