-- Integrations makes the channels that stand for those of other platforms.
grant usage on schema channels to parley_integrations;
