-- What a visitor's widget was last shown in; null where that is not known.
alter table visitors add column language text;
