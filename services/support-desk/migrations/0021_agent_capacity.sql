-- How many open conversations an agent has before none is given to them automatically; null: as many as the workspace says.
alter table agents add column capacity int check (capacity between 1 and 100);
