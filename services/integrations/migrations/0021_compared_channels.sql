-- When a channel's two sides were compared last: an account may have more channels than one comparison looks at.
alter table remote_channels add column compared_at timestamptz;
