-- Used by messaging, the chat engine and integrations. The handles by which a workspace's people are mentioned, folded by `foldHandle`
-- of packages/text. Look them up by workspace and handle.
create view handles as select workspace_id, user_id, handle from member_handles;

grant select on handles to parley_messaging, parley_chat_engine, parley_integrations;
