-- Used by integrations, for exports: messages that are not deleted, with who wrote them, what they reply to and each
-- reaction, as [{emoji, author_id, user_id, created_at}] in the order in which they were given. Read a channel's roots and
-- its replies apart, each in the order of (created_at, seq), for which there are indexes. It checks no access: join it to
-- channels.access.
create view exported_messages as
  select m.workspace_id, m.channel_id, m.id, m.seq, m.created_at, m.edited_at, m.parent_message_id,
    root.seq as root_seq, root.created_at as root_created_at, root.deleted_at as root_deleted_at,
    m.user_id, m.ai_twin_id, m.author_platform, m.author_foreign_id, coalesce(p.display_name, m.author_name) as author_name,
    coalesce(p.avatar_url, m.author_avatar_url) as author_avatar_url,
    m.content, m.content_type, m.metadata, m.attachments, m.reply_count, m.last_reply_at, m.participants,
    case when m.reaction_count > 0 then (
      select jsonb_agg(jsonb_build_object('emoji', r.emoji, 'author_id', r.author_id, 'user_id', r.user_id,
        'created_at', parley.iso(r.created_at)) order by r.id)
      from reactions r where r.workspace_id = m.workspace_id and r.message_id = m.id) end as reactions
  from messages m
  left join messages root on root.workspace_id = m.workspace_id and root.id = m.parent_message_id
  left join gateway.people p on p.workspace_id = m.workspace_id and p.user_id = m.user_id
  where m.deleted_at is null;

grant select on exported_messages to parley_integrations;
