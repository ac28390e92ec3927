// title: Planned signings not yet reported as done
// 标题: 计划签约而尚未见报道的
// answers: which signings an article announces that no article reports as having happened
// columns: party, partner, document, date, article, sentence
MATCH (x:Entity)-[r:SIGNED_WITH {status: 'planned'}]->(y:Entity), (a:Entity {id: r.article})
OPTIONAL MATCH (x)-[done:SIGNED_WITH]-(y) WHERE done.status <> 'planned' AND done.date >= r.date
WITH x, y, r, a, count(done) AS reported
WHERE reported = 0
RETURN x.name AS party, y.name AS partner, r.document AS document, r.date AS date, a.source AS article, r.evidence AS sentence
ORDER BY date, party, partner, document, article, sentence, r.id
