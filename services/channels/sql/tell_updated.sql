-- Tells a channel's members, and the workspace where it is public, of what it is now.
create function tell_updated(c channels, in_trace jsonb) returns void language sql as $$
  select tell_channel('channel.updated', c,
    case when c.is_private then array[channel_room(c.id)]
      else array[workspace_room(c.workspace_id), channel_room(c.id)] end, in_trace)
$$;
