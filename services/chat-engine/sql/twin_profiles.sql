-- Used by channels, messaging and the gateway. A twin's public profile.
create view twin_profiles as
  select workspace_id, id as ai_twin_id, name, avatar_url from twins;

grant select on twin_profiles to parley_channels, parley_messaging, parley_gateway;
