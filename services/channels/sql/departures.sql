create view departures as
  select id as channel_id, departed_at from channels;

grant select on departures to parley_messaging;
