// title: The most central, as last measured
// 标题: 最中心的人和机构（按上次分析）
// answers: through whom most of the shortest ways pass, as `guanxi analyse --keep` kept it
// parameter: kind text = '' | only this label (Person, Company, …); empty: all
// parameter: limit int = 20 | at most so many
// columns: name, kind, neighbours, betweenness, community
MATCH (s:Measure)
MATCH (n:Entity {id: s.id})
WHERE $kind = '' OR n.label = $kind
RETURN n.name AS name, n.label AS kind, s.neighbours AS neighbours, s.betweenness AS betweenness, s.community AS community
ORDER BY betweenness DESC, neighbours DESC, name, kind, n.id
LIMIT $limit
