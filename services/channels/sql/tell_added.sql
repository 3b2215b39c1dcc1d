-- Tells a channel's room, the newcomers' own and any others given that these people are now in.
create function tell_added(in_added members[], in_rooms text[], in_trace jsonb) returns void language plpgsql as $$
begin
  perform tell('member.added', m.workspace_id, m.channel_id,
    array(select distinct room from unnest(
      in_rooms || channel_room(m.channel_id) || user_room(m.workspace_id, m.user_id)) room order by room),
    membership_json(m) || jsonb_build_object(
      'display_name', p.display_name, 'email', p.email, 'avatar_url', p.avatar_url),
    in_trace)
  from unnest(in_added) m
  left join gateway.people p on p.workspace_id = m.workspace_id and p.user_id = m.user_id;
end $$;
