// title: Communities, as last measured
// 标题: 群体（按上次分析）
// answers: which groups are tied closely among themselves, as `guanxi analyse --keep` kept it, with their members
// parameter: least int = 3 | only groups of at least so many
// parameter: limit int = 20 | at most so many
// columns: community, size, people, bodies
MATCH (s:Measure)
MATCH (n:Entity {id: s.id})
WITH s.community AS community, count(n.id) AS size,
     collect(DISTINCT CASE WHEN n.label = 'Person' THEN n.name END) AS people,
     collect(DISTINCT CASE WHEN n.label <> 'Person' AND n.label <> 'Event' THEN n.name END) AS bodies
WHERE size >= $least
RETURN community, size, people, bodies
ORDER BY size DESC, community
LIMIT $limit
