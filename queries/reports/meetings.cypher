// title: Who met whom
// 标题: 谁会见了谁
// answers: which people met, received or called on each other
// parameter: who text = '' | one of the two people; empty: everybody
// columns: person, other, date, status, article, sentence
MATCH (x:Entity)-[r:MET_WITH]-(y:Entity), (a:Entity {id: r.article})
WHERE ($who = '' OR x.name = $who OR $who IN x.aliases)
  AND ($who <> '' OR x.name < y.name OR (x.name = y.name AND x.id < y.id))
RETURN x.name AS person, y.name AS other, r.date AS date, r.status AS status, a.source AS article, r.evidence AS sentence
ORDER BY date, person, other, article, sentence, r.id
