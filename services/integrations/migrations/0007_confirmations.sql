-- Whether a message is there that should be.
alter table links
  -- Of a message from here: its number in the channel, from which it is sent again.
  add column seq bigint,
  -- How a comparison has found it there: in a list of the newest, or by asking for it.
  add column confirmed_by text check (confirmed_by in ('list', 'question'));
