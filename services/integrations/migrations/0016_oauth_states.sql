-- Who has been sent to a platform to allow our app there, until they are back: a person's newest alone.
create table oauth_states (
  workspace_id uuid not null,
  user_id uuid not null,
  platform text not null,
  -- SHA-256 of what the platform gives back.
  state_hash bytea not null,
  -- Where their browser goes afterwards: a path.
  return_to text not null,
  expires_at timestamptz not null,
  primary key (workspace_id, user_id, platform)
);
create unique index oauth_states_by_hash on oauth_states (state_hash);
