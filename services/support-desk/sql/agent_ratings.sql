-- Used by the gateway. How visitors have rated each agent who was rated: the sum of scores from 1 to 5, and how many; and
-- whether they are available; how many conversations they are given automatically, where that is their own.
create view agent_ratings as select workspace_id, user_id, rating_sum, rating_count, availability, capacity from agents;

grant select on agent_ratings to parley_gateway;
