// title: Signings between regions
// 标题: 地区间签约矩阵
// answers: how often organisations of one region signed with organisations of another: the cells of a matrix
// parameter: since date = '' | not before this date (2020, 2020-11 or 2020-11-27)
// parameter: until date = '' | not after this date
// columns: region, partner_region, times, parties
MATCH (x:Entity)-[r:SIGNED_WITH]-(y:Entity)
WHERE r.status <> 'planned' AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
OPTIONAL MATCH (x)-[:LOCATED_IN]->(p:Entity)
OPTIONAL MATCH (y)-[:LOCATED_IN]->(q:Entity)
WITH x, y, r, CASE WHEN x.label = 'Region' THEN x.name ELSE p.name END AS region,
     CASE WHEN y.label = 'Region' THEN y.name ELSE q.name END AS partner_region
WHERE region IS NOT NULL AND partner_region IS NOT NULL AND region <= partner_region AND (region < partner_region OR x.id < y.id)
RETURN region, partner_region, count(DISTINCT r.id) AS times, collect(DISTINCT x.name + '—' + y.name) AS parties
ORDER BY times DESC, region, partner_region
