// title: One person in two places on a day
// 标题: 同一人同日出现在两地
// answers: who spoke at or attended events in two regions on one day: two people of one name, a wrong date, or a busy day
// columns: person, date, event, place, other_event, other_place
MATCH (p:Entity {label: 'Person'})-[r:SPOKE_AT|ATTENDED]->(e:Entity)
WITH p, r, e
OPTIONAL MATCH (e)-[:HELD_IN]->(x:Entity)
WITH p, r, e, x
WHERE x.id IS NOT NULL AND size(r.date) = 10 AND r.status <> 'planned'
OPTIONAL MATCH (p)-[s:SPOKE_AT|ATTENDED]->(f:Entity)
WITH p, r, e, x, s, f
WHERE e.id < f.id AND r.date = s.date AND s.status <> 'planned'
OPTIONAL MATCH (f)-[:HELD_IN]->(y:Entity)
WITH p, r, e, x, s, f, y
WHERE x.id <> y.id
RETURN DISTINCT p.name AS person, r.date AS date, e.name AS event, x.name AS place, f.name AS other_event, y.name AS other_place
ORDER BY date, person, event, other_event, place, other_place
