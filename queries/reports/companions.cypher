// title: Who accompanies whom
// 标题: 谁常与谁同行
// answers: which two people took part in the same events, how often, first and last when
// parameter: who text = '' | one of the two people; empty: all pairs
// parameter: least int = 2 | only pairs with at least so many events
// parameter: limit int = 100 | at most so many pairs
// columns: person, companion, times, first, last, events
MATCH (x:Entity {label: 'Person'})-[r:SPOKE_AT|ATTENDED]->(e:Entity)
WITH x, r, e
OPTIONAL MATCH (e)<-[:SPOKE_AT|ATTENDED]-(y:Entity)
WITH x, r, e, y
WHERE y.label = 'Person' AND x.id <> y.id AND ($who = '' OR x.name = $who OR $who IN x.aliases)
  AND ($who <> '' OR x.name < y.name OR (x.name = y.name AND x.id < y.id))
WITH x, y, count(DISTINCT e.id) AS times, min(r.date) AS first, max(r.date) AS last, collect(DISTINCT e.name) AS events
WHERE times >= $least
RETURN x.name AS person, y.name AS companion, times, first, last, events
ORDER BY times DESC, last DESC, person, companion, x.id, y.id
LIMIT $limit
