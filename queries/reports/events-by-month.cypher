// title: Events of a region by month
// 标题: 某地区各月活动数
// answers: how many events were held in a region, or in any region inside it, month by month
// parameter: region text | a province, city, county or other region
// columns: month, times, events
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
MATCH (e:Entity)-[h:HELD_IN]->(p:Entity {id: id})
WITH e, min(left(h.date, 7)) AS month
RETURN month, count(DISTINCT e.id) AS times, collect(DISTINCT e.name) AS events
ORDER BY month
