-- outside a transaction
-- An app's events come by account.
create index concurrently if not exists connections_by_account on connections (platform, account_id);
