// title: Alliances by common members
// 标题: 成员重合的协会与联盟
// answers: which two bodies have members or people in common, and whom
// parameter: body text = '' | one of the two bodies; empty: all pairs
// parameter: least int = 1 | only pairs with at least so many in common
// columns: body, other, times, members
MATCH (x:Entity)<-[:MEMBER_OF]-(m:Entity)
WITH DISTINCT x, m
OPTIONAL MATCH (m)-[:MEMBER_OF]->(y:Entity)
WITH x, m, y
WHERE x.id <> y.id AND ($body = '' OR x.name = $body OR $body IN x.aliases)
  AND ($body <> '' OR x.name < y.name OR (x.name = y.name AND x.id < y.id))
WITH x, y, count(DISTINCT m.id) AS times, collect(DISTINCT m.name) AS members
WHERE times >= $least
RETURN x.name AS body, y.name AS other, times, members
ORDER BY times DESC, body, other, x.id, y.id
