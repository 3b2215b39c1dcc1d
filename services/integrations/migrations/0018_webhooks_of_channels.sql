-- The channels service asks which webhooks want its events.
grant usage on schema integrations to parley_channels;
