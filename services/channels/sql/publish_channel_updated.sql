-- Publishes what a channel is now to its members, and to the workspace where it is public.
create function publish_channel_updated(in_workspace uuid, in_channel uuid, in_trace jsonb) returns void
language sql as $$
  select publish_channel(in_workspace, in_channel, 'channel.updated',
    case when c.is_private then array[channel_room(c.id)]
      else array[workspace_room(c.workspace_id), channel_room(c.id)] end, in_trace)
  from channels c where c.workspace_id = in_workspace and c.id = in_channel
$$;
