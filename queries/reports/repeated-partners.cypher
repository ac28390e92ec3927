// title: Repeated partners
// 标题: 多次签约的伙伴
// answers: which two parties signed with each other in more than one article, how often, first and last when
// parameter: least int = 2 | only pairs named in at least so many articles
// columns: party, partner, times, first, last, documents, articles
MATCH (x:Entity)-[r:SIGNED_WITH]-(y:Entity), (a:Entity {id: r.article})
WHERE x.name < y.name OR (x.name = y.name AND x.id < y.id)
WITH x, y, count(DISTINCT a.id) AS times, min(r.date) AS first, max(r.date) AS last,
     collect(DISTINCT r.document) AS documents, collect(DISTINCT a.source) AS articles
WHERE times >= $least
RETURN x.name AS party, y.name AS partner, times, first, last, documents, articles
ORDER BY times DESC, last DESC, party, partner, x.id, y.id
