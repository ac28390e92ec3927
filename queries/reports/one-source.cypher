// title: What only one article says
// 标题: 只有一个来源的说法
// answers: which relationships of a name rest on one article alone
// parameter: name text | a person, organisation, region or event
// columns: name, relation, other, kind, article, sentence
MATCH (x:Entity)-[r:MEMBER_OF|SPOKE_AT|ATTENDED|ORGANIZED|SIGNED_WITH|MET_WITH|LAUNCHED_AT|INVESTED_IN|PART_OF|HELD_IN|LOCATED_IN]-(y:Entity)
WHERE x.name = $name OR $name IN x.aliases
WITH x, y, type(r) AS relation, count(DISTINCT r.article) AS sources, min(r.article) AS article, min(r.evidence) AS sentence
WHERE sources = 1
MATCH (a:Entity {id: article})
RETURN x.name AS name, relation, y.name AS other, y.label AS kind, a.source AS article, sentence
ORDER BY name, relation, other, kind, article, sentence, x.id, y.id
