-- Platforms that have to be asked to post their events, and messages of which nobody knows whether they have arrived.
alter table connections
  -- When the platform is to be asked next.
  add column subscribe_at timestamptz not null default now(),
  -- Messages that were sent once, and of which the platform does not say whether they have arrived.
  add column unconfirmed int not null default 0;
create index connections_by_subscription on connections (subscribe_at) where credentials is not null;
