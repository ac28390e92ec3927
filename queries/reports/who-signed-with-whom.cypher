// title: Who signed with whom
// 标题: 谁与谁签约
// answers: which parties signed a contract, an agreement or a memorandum with each other
// parameter: name text = '' | one of the parties; empty: everybody
// parameter: partner text = '' | the other party; empty: everybody
// parameter: since date = '' | not before this date (2020, 2020-11 or 2020-11-27)
// parameter: until date = '' | not after this date
// columns: party, partner, document, date, status, article, sentence
MATCH (x:Entity)-[r:SIGNED_WITH]-(y:Entity), (a:Entity {id: r.article})
WHERE ($name <> '' OR $partner <> '' OR x.name < y.name OR (x.name = y.name AND x.id < y.id))
  AND ($name = '' OR x.name = $name OR $name IN x.aliases)
  AND ($partner = '' OR y.name = $partner OR $partner IN y.aliases)
  AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
RETURN x.name AS party, y.name AS partner, r.document AS document, r.date AS date, r.status AS status,
       a.source AS article, r.evidence AS sentence
ORDER BY date, party, partner, document, article, sentence, r.id
