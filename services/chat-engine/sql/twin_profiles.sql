-- Published: what is shown of a twin wherever one appears.
create view twin_profiles as
  select workspace_id, id as ai_twin_id, name, avatar_url from twins;

grant select on twin_profiles to parley_channels, parley_messaging, parley_gateway;
