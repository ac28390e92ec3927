// title: Organisations that share events
// 标题: 共同参与活动的单位
// answers: which two organisations organised, spoke at or attended the same events, themselves or through their people
// parameter: name text = '' | one of the organisations; empty: all pairs
// parameter: least int = 1 | only pairs with at least so many events
// parameter: limit int = 100 | at most so many pairs
// columns: organisation, partner, times, events
MATCH (s:Entity)-[r:ORGANIZED|SPOKE_AT|ATTENDED|LAUNCHED_AT]->(e:Entity)
OPTIONAL MATCH (s)-[m:MEMBER_OF]->(o:Entity) WHERE s.label = 'Person' AND m.article = r.article
WITH e.id AS event, e.name AS title, CASE WHEN s.label = 'Person' THEN o.id ELSE s.id END AS body
WHERE body IS NOT NULL
WITH event, title, collect(DISTINCT body) AS bodies
UNWIND bodies AS left_id
UNWIND bodies AS right_id
WITH left_id, right_id, count(DISTINCT event) AS times, collect(DISTINCT title) AS events
WHERE left_id <> right_id AND times >= $least
OPTIONAL MATCH (x:Entity {id: left_id})
OPTIONAL MATCH (y:Entity {id: right_id})
WITH x, y, times, events
WHERE x.label <> 'Region' AND y.label <> 'Region' AND ($name = '' OR x.name = $name OR $name IN x.aliases)
  AND ($name <> '' OR x.name < y.name OR (x.name = y.name AND x.id < y.id))
RETURN x.name AS organisation, y.name AS partner, times, events
ORDER BY times DESC, organisation, partner, x.id, y.id
LIMIT $limit
