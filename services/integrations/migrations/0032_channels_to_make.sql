-- outside a transaction
create index concurrently if not exists remote_channels_by_making on remote_channels (make_at)
  where is_selected and not is_made and state = 'open';
