// title: Who held a post before
// 标题: 某职务的前任
// example: 谁曾任镇江市民政局局长？
// example: Who was the former 局长 of 镇江市民政局?
// asks: {body}(的)?(前任|原|前|上一任|上任|曾任)(的)?{title}(是|有)(谁|哪些人?)
// asks: 谁(曾|曾经|以前)(是|担任过?|任过?){body}(的)?{title}
// asks: (who was|who were) (the )?(former|previous) {title}s? (of|at) {body}
// asks: who (was|used to be) (the )?{title} (of|at) {body}
// parameter: body body | the organisation
// parameter: title title | the post
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: person
// columns: person, title, date, article, sentence
MATCH (b:Entity {id: $body})
OPTIONAL MATCH (b)<-[r:MEMBER_OF]-(p:Entity)
WITH b, r, p WHERE p.label = 'Person' AND r.status = 'past' AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
UNWIND $title AS t
WITH r, p, t WHERE (r.title = t OR ('、' + r.title + '、') CONTAINS ('、' + t + '、')) OR r.title = '原' + t OR r.title = '前' + t
MATCH (a:Entity {id: r.article})
RETURN p.name AS person, r.title AS title, r.date AS date, a.source AS article, r.evidence AS sentence
ORDER BY date DESC, person, title, article, sentence, r.id
