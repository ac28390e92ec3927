// title: The most connected
// 标题: 联系最广的人和机构
// answers: which people and organisations are joined to most others, in how many articles
// parameter: kind text = '' | only this label (Person, Company, …); empty: people and organisations
// parameter: limit int = 20 | at most so many
// columns: name, kind, neighbours, articles
MATCH (n:Entity)-[r:MEMBER_OF|SPOKE_AT|ATTENDED|ORGANIZED|SIGNED_WITH|MET_WITH|LAUNCHED_AT|INVESTED_IN|PART_OF]-(m:Entity)
WHERE n.label = $kind OR ($kind = '' AND n.label <> 'Region' AND n.label <> 'Event')
WITH n, count(DISTINCT m.id) AS neighbours, count(DISTINCT r.article) AS articles
RETURN n.name AS name, n.label AS kind, neighbours, articles
ORDER BY neighbours DESC, articles DESC, name, kind, n.id
LIMIT $limit
