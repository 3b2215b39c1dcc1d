-- What channels are found by: what is said in their name, topic and description. A direct message is found by its people.
alter table channels add column words text generated always as (
  case when channel_type <> 'dm' then lower(
    name || ' ' || coalesce(display_name, '') || ' ' || coalesce(topic, '') || ' ' || coalesce(description, '')) end) stored;
create index channels_by_words on channels using gin (workspace_id, words gin_trgm_ops);
