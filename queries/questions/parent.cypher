// title: To what a body belongs
// 标题: 某单位隶属于谁
// example: 老年护理系隶属于哪个单位？
// asks: {body}(隶属于|属于|隶属)(谁|哪个单位|哪里|哪家公司|哪家单位|什么单位)
// asks: {body}(的)?(上级单位|母公司|主管单位|上级|总公司)(是)(谁|哪家|哪个)?(单位|公司)?
// asks: (to )?(what|which body|whom) does {body} belong( to)?
// asks: who is the parent( company)? of {body}
// parameter: body body | the organisation
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: parent
// columns: parent, kind, date, article, sentence
MATCH (b:Entity {id: $body})
OPTIONAL MATCH (b)-[r:PART_OF]->(p:Entity)
WITH r, p WHERE p.id IS NOT NULL AND r.status <> 'planned' AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
MATCH (a:Entity {id: r.article})
RETURN p.name AS parent, p.label AS kind, r.date AS date, a.source AS article, r.evidence AS sentence
ORDER BY parent, date, article, sentence, r.id
