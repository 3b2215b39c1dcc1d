-- Used by the support desk. What each workspace is called, and its company.
create view workspace_names as
  select id as workspace_id, name, company_name, created_at, updated_at from workspaces;

grant select on workspace_names to parley_support_desk;
