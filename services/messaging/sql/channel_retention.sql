-- How long each channel keeps messages: `days`, its own or the workspace's, null for ever, which `set_by` has set. Nothing
-- is deleted before `applies_at`. updated_by and updated_at are of the channel's own.
create view channel_retention as
  select s.workspace_id, s.channel_id, s.channel_type, coalesce(own.is_own, false) as is_own,
    case when own.is_own then own.days else w.days end as days, w.days as workspace_days,
    greatest(own.applies_at, case when own.is_own is not true then w.applies_at end) as applies_at,
    case when own.is_own then own.updated_by else w.updated_by end as set_by, own.updated_by, own.updated_at
  from channels.states s
  left join retention w on w.workspace_id = s.workspace_id and w.channel_id is null
  left join retention own on own.workspace_id = s.workspace_id and own.channel_id = s.channel_id;
