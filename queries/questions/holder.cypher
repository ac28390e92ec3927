// title: Who holds a post
// 标题: 谁担任某职务
// example: 银桥集团的董事长是谁？
// example: 谁是镇江市民政局局长？
// example: Who is the chairman of 银桥集团?
// asks: {body}(的)?(现任|现在的)?{title}(现在)?(是|叫)(谁|什么名字)
// asks: 谁(是|担任|任|出任){body}(的)?{title}
// asks: (who is|who's|who are|name) (the )?(current )?{title} (of|at) {body}
// asks: who is {body}'?s? {title}
// parameter: body body | the organisation
// parameter: title title | the post
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: person
// columns: person, title, date, article, sentence
MATCH (b:Entity {id: $body})
OPTIONAL MATCH (b)<-[r:MEMBER_OF]-(p:Entity)
WITH r, p WHERE p.label = 'Person' AND r.status = '' AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
UNWIND $title AS t
WITH r, p, t WHERE (r.title = t OR ('、' + r.title + '、') CONTAINS ('、' + t + '、'))
OPTIONAL MATCH (p)-[x:MEMBER_OF]->(c:Entity) WHERE x.status = 'past' AND x.date >= r.date
WITH r, p, count(CASE WHEN c.id = $body AND x.title CONTAINS t THEN 1 END) AS left_it
WHERE left_it = 0
MATCH (a:Entity {id: r.article})
RETURN p.name AS person, r.title AS title, r.date AS date, a.source AS article, r.evidence AS sentence
ORDER BY date DESC, person, title, article, sentence, r.id
