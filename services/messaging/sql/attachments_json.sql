-- The attachments of a message as answers and events show them (contracts: Attachment), with fresh URLs: for a reader
-- their own, otherwise (null) those of a room. For most messages null at no cost: this much is inlined.
create function attachments_json(attachments jsonb, reader uuid) returns json language sql stable parallel safe as $$
  select case when attachments is not null then signed_attachments(attachments, reader) end
$$;
