-- Whom a desk takes nothing from: a visitor, whoever is at an address or in a network, or who has an email address.
create table blocks (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  visitor_id uuid,
  network cidr,
  email text,
  reason text,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  primary key (workspace_id, id),
  unique nulls not distinct (workspace_id, visitor_id, network, email),
  foreign key (workspace_id, visitor_id) references visitors (workspace_id, id) on delete cascade,
  check (num_nonnulls(visitor_id, network, email) = 1)
);
