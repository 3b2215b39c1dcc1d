-- Used by messaging. When each person last left a channel or was removed from it, be they a member again or not.
create view former_memberships as
  select workspace_id, user_id, channel_id, left_at as ended_at from former_members;

grant select on former_memberships to parley_messaging;
