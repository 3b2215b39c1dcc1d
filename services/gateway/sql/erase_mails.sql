-- Used by the support desk. Erases the mails that are kept of these conversations, whose ids no two workspaces share;
-- returns how many there were.
create function erase_mails(p_conversations uuid[]) returns int
language sql security definer set search_path = gateway, pg_temp as $$
  with erased as (
    delete from mails m where m.conversation_id = any(p_conversations) returning m.id
  )
  select count(*)::int from erased
$$;

grant execute on function erase_mails to parley_support_desk;
