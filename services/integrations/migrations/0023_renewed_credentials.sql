-- When credentials that end by themselves are renewed; null of those that do not. Whoever moves it ahead does it, alone.
alter table connections add column renew_at timestamptz;
create index connections_to_renew on connections (renew_at) where renew_at is not null;
