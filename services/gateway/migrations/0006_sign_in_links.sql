-- One open link a person that signs them in to the console, once; another replaces it.
create table sign_in_links (
  user_id uuid primary key references users (id) on delete cascade,
  token_hash bytea not null,
  expires_at timestamptz not null
);
create unique index sign_in_links_token on sign_in_links (token_hash);
