// title: Events in a region
// 标题: 某地区的活动
// answers: which events were held in a region or in any region inside it (an event in a county counts for its city and its province)
// parameter: region text | a province, city, county or other region
// parameter: since date = '' | not before this date (2020, 2020-11 or 2020-11-27)
// parameter: until date = '' | not after this date
// columns: event, place, date, status, article, sentence
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
MATCH (e:Entity)-[h:HELD_IN]->(p:Entity {id: id}), (a:Entity {id: h.article})
WHERE h.date >= $since AND ($until = '' OR left(h.date, size($until)) <= $until)
RETURN e.name AS event, p.name AS place, h.date AS date, h.status AS status, a.source AS article, h.evidence AS sentence
ORDER BY date, event, place, article, sentence, h.id
