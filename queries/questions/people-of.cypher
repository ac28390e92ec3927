// title: Who belongs to a body
// 标题: 某单位有哪些人
// example: 皖江康养职业学院有哪些领导？
// example: Who works at 银桥集团?
// asks: {body}(都)?有(<which>|哪些)?(人|领导|负责人|高管|人员|专家|哪些人|谁)
// asks: <which>?(哪些人|谁)(在{body}(工作|任职)|是{body}的(人|领导|负责人))
// asks: {body}(的)?(领导|负责人|高管|领导班子|班子成员|人员)(都)?(有|是)(谁|哪些人?)
// asks: who (works|worked) (at|for) {body}
// asks: who are the (people|leaders|executives|officials|staff) (of|at) {body}
// parameter: body body | the organisation
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: person
// columns: person, title, status, first, last, articles, sentence
MATCH (b:Entity {id: $body})
OPTIONAL MATCH (b)<-[r:MEMBER_OF]-(p:Entity)
WITH r, p WHERE p.label = 'Person' AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
WITH p, r.title AS title, r.status AS status, min(r.date) AS first, max(r.date) AS last, count(DISTINCT r.article) AS articles, max(r.evidence) AS sentence
RETURN p.name AS person, title, status, first, last, articles, sentence
ORDER BY last DESC, person, title, status, p.id
