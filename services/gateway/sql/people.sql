-- Used by every service. One row per person and workspace. Every member has a user; the left join lets the planner
-- leave users out where nobody asks for a name, which is in every check of access.
create view people as
  select members.workspace_id, members.user_id, members.role, members.agent,
    users.name as display_name, users.email, users.avatar_url, members.joined_at,
    users.email_verified_at is not null as is_email_verified, users.handles[1] as handle
  from members left join users on users.id = members.user_id;

grant select on people to parley_channels, parley_messaging, parley_chat_engine, parley_integrations, parley_support_desk;
