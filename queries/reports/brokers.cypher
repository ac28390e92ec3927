// title: Who joins regions, as last measured
// 标题: 跨地区的中间人（按上次分析）
// answers: who has neighbours in different regions, as `guanxi analyse --keep` kept it: the pairs of such neighbours
// parameter: kind text = '' | only this label (Person, Company, …); empty: all
// parameter: limit int = 20 | at most so many
// columns: name, kind, pairs, neighbours, betweenness
MATCH (s:Measure)
WHERE s.bridged > 0
MATCH (n:Entity {id: s.id})
WHERE $kind = '' OR n.label = $kind
RETURN n.name AS name, n.label AS kind, s.bridged AS pairs, s.neighbours AS neighbours, s.betweenness AS betweenness
ORDER BY pairs DESC, betweenness DESC, name, kind, n.id
LIMIT $limit
