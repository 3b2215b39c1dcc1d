-- The id that a channel had there before it moved: what was received under it is still of that channel.
alter table remote_channels add column moved_from text;
