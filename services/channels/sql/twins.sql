-- The twins that take part in a channel; one that is gone takes part in none.
create view twins as
  select t.workspace_id, t.channel_id, t.ai_twin_id, t.participation_mode, p.name, p.avatar_url, t.assigned_at
  from twin_assignments t cross join lateral twin_profile(t.workspace_id, t.ai_twin_id) p;

grant select on twins to parley_messaging, parley_gateway, parley_chat_engine;
