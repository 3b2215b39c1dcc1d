-- in batches
update members m set notification_level = 'mentions'
from (
  select l.workspace_id, l.channel_id, l.user_id from members l
  join channels c on c.workspace_id = l.workspace_id and c.id = l.channel_id
  where l.notification_level = 'all' and c.channel_type <> 'dm'
  limit 5000
) l
where m.workspace_id = l.workspace_id and m.channel_id = l.channel_id and m.user_id = l.user_id;
