// title: Who held a post one after the other
// 标题: 某职务的历任
// example: 皖江康养职业学院历任院长是谁？
// asks: {body}(的)?历任{title}(都)?(是|有)?(谁|哪些人?)?
// asks: (谁|哪些人)(先后|曾先后)(担任|任)过?{body}(的)?{title}
// asks: who (has|have) been {title} (of|at) {body}( over the years)?
// asks: (list )?(all )?{title}s of {body} over (the years|time)
// parameter: body body | the organisation
// parameter: title title | the post
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: person
// columns: person, title, first, last, status
MATCH (b:Entity {id: $body})
OPTIONAL MATCH (b)<-[r:MEMBER_OF]-(p:Entity)
WITH b, r, p WHERE p.label = 'Person' AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
UNWIND $title AS t
WITH r, p, t WHERE (r.title = t OR ('、' + r.title + '、') CONTAINS ('、' + t + '、')) OR r.title = '原' + t OR r.title = '前' + t
WITH p, r.title AS title, r.status AS status, min(r.date) AS first, max(r.date) AS last
RETURN p.name AS person, title, first, last, status
ORDER BY first, last, person, title, status, p.id
