-- A membership as answers and events show it (contracts: ChannelMembership).
create view membership_resources as
  select m.workspace_id, m.channel_id, m.user_id, m.role,
    jsonb_build_object('user_id', m.user_id, 'channel_id', m.channel_id, 'role', m.role,
      'joined_at', parley.iso(m.joined_at)) as resource
  from members m;
