-- Used wherever something is quoted: the channels whose messages leave Parley, to be read by people of a platform. They see
-- what is written behind `after_seq`, since `since`, and what came from the platform itself. Whatever the
-- connection’s condition: what is written meanwhile goes out once it works again. None where it was disconnected.
create view outward_channels as
  select workspace_id, id as channel_id, platform, sends_after_seq as after_seq, sends_since as since
  from remote_channels where is_selected and direction in ('out', 'both');

grant select on outward_channels to parley_channels, parley_messaging, parley_chat_engine;
