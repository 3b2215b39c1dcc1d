-- Used by integrations, for exports: every channel as its people have described it. `participants` are whom a dm was opened
-- for, `twins` those that take part, as [{id, mode}]. It checks no access: join it to channels.access.
create view descriptions as
  select c.workspace_id, c.id as channel_id, c.name, c.display_name, c.description, c.topic, c.channel_type, c.is_private,
    c.is_archived, c.is_general, c.participants, c.created_by, c.created_at,
    (select jsonb_agg(jsonb_build_object('id', t.ai_twin_id, 'mode', t.participation_mode) order by t.ai_twin_id)
      from twin_assignments t where t.workspace_id = c.workspace_id and t.channel_id = c.id) as twins
  from channels c;

grant select on descriptions to parley_integrations;
