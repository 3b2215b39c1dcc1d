-- A platform that is connected again begins with the channels that are chosen then: those of what was disconnected before are
-- chosen no longer.
update remote_channels rc set is_selected = false
where is_selected and not exists (select from connections c
  where c.workspace_id = rc.workspace_id and c.platform = rc.platform and c.account_id = rc.account_id);
