// title: Members of an association
// 标题: 协会、联盟的成员
// answers: which organisations and people belong to an association, an alliance or any other body, and as what
// parameter: body text | the association, alliance or organisation
// columns: body, member, kind, title, date, status, article, sentence
MATCH (m:Entity)-[r:MEMBER_OF]->(b:Entity), (a:Entity {id: r.article})
WHERE b.name = $body OR $body IN b.aliases
RETURN b.name AS body, m.name AS member, m.label AS kind, r.title AS title, r.date AS date, r.status AS status,
       a.source AS article, r.evidence AS sentence
ORDER BY body, kind, member, title, date, article, sentence, r.id
