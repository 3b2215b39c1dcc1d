-- Another handle of a person: their address up to its @ or +.
create function address_key(email text) returns text language sql immutable parallel safe as $$
  select lower(split_part(split_part(email, '@', 1), '+', 1))
$$;
