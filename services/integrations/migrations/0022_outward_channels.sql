-- What is quoted in a channel depends on whether its messages go to a platform.
grant usage on schema integrations to parley_chat_engine;

-- From when on what is written in the channel goes out, and behind which `seq` it does; of those that do so already, as
-- much as is known.
alter table remote_channels
  add column sends_since timestamptz not null default now(),
  add column sends_after_seq bigint not null default 0;
update remote_channels set sends_after_seq = sent_seq;
