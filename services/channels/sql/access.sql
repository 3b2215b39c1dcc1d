-- Who may read which channel: its members, and every non-guest where it is public.
create view access as
  select c.workspace_id, c.id as channel_id, p.user_id,
    m.user_id is not null as is_member, m.role as channel_role, p.role as workspace_role,
    c.is_private, c.is_archived, c.channel_type, c.name, c.member_count, c.created_by
  from channels c
  join gateway.people p on p.workspace_id = c.workspace_id
  left join members m on m.workspace_id = c.workspace_id and m.channel_id = c.id and m.user_id = p.user_id
  where m.user_id is not null or (not c.is_private and p.role <> 'guest');

grant select on access to parley_messaging, parley_gateway, parley_chat_engine, parley_integrations;
