-- When a URL given out now expires. A reader's lives an hour, and for up to ten minutes more, so that what is read
-- again within ten minutes has the same URLs and a browser need not fetch it again. One for a whole room lives five
-- minutes to the microsecond, for when it was signed counts too.
create function file_url_expiry(reader uuid) returns numeric language sql stable parallel safe as $$
  select case when reader is null
    then extract(epoch from now()) + 300
    else floor(extract(epoch from now()) / 600) * 600 + 4200 end
$$;
