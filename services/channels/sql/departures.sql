-- Used by messaging. When somebody last left each channel; null where nobody has.
create view departures as
  select workspace_id, id as channel_id, departed_at from channels;

grant select on departures to parley_messaging;
