// title: Posts of a person
// 标题: 某人的职务
// answers: which posts and memberships a person or an organisation holds or held, by date: a career
// parameter: name text | the person or organisation
// columns: name, title, body, kind, date, status, article, sentence
MATCH (p:Entity)-[r:MEMBER_OF]->(b:Entity), (a:Entity {id: r.article})
WHERE p.name = $name OR $name IN p.aliases
RETURN p.name AS name, r.title AS title, b.name AS body, b.label AS kind, r.date AS date, r.status AS status,
       a.source AS article, r.evidence AS sentence
ORDER BY name, date, body, title, article, sentence, r.id
