// title: The most connected organisations of a region
// 标题: 某地区联系最广的机构
// answers: which organisations that sit in a region, or in any region inside it, are joined to most others
// parameter: region text | a province, city, county or other region
// parameter: limit int = 20 | at most so many
// columns: organisation, kind, place, neighbours, articles
MATCH (top:Entity {label: 'Region'})
WHERE top.name = $region OR $region IN top.aliases
OPTIONAL MATCH (x:Entity {label: 'Region'})-[:PART_OF]->(top)
WITH collect(DISTINCT top.id) + collect(DISTINCT x.id) AS inside
UNWIND inside AS id
MATCH (r:Entity {id: id})
OPTIONAL MATCH (x:Entity {label: 'Region'})-[:PART_OF]->(r)
WITH collect(DISTINCT r.id) + collect(DISTINCT x.id) AS inside
UNWIND inside AS id
MATCH (r:Entity {id: id})
OPTIONAL MATCH (x:Entity {label: 'Region'})-[:PART_OF]->(r)
WITH collect(DISTINCT r.id) + collect(DISTINCT x.id) AS inside
UNWIND inside AS id
WITH DISTINCT id
MATCH (o:Entity)-[:LOCATED_IN]->(p:Entity {id: id})
WITH o, min(p.name) AS place
MATCH (o)-[r:MEMBER_OF|SPOKE_AT|ATTENDED|ORGANIZED|SIGNED_WITH|MET_WITH|LAUNCHED_AT|INVESTED_IN|PART_OF]-(m:Entity)
WITH o, place, count(DISTINCT m.id) AS neighbours, count(DISTINCT r.article) AS articles
RETURN o.name AS organisation, o.label AS kind, place, neighbours, articles
ORDER BY neighbours DESC, articles DESC, organisation, kind, o.id
LIMIT $limit
