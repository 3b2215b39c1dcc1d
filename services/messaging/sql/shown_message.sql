create function shown_message(m messages, reader uuid) returns json language sql stable parallel safe as $$
  select message_json(m, p.display_name, p.avatar_url, reader)
  from (select) one
  left join gateway.people p on p.workspace_id = m.workspace_id and p.user_id = m.user_id
$$;
