// title: Who of a body was at an event
// 标题: 某单位有谁出席某活动
// example: 镇江市民政局有谁参加了首届长江下游智慧康养产业发展论坛？
// asks: {body}(都)?有?(<which>|哪些)?(人|谁|哪些人|领导|代表)<attended_zh>(过|了)?{event}
// asks: (who|which people) (from|of) {body} (<attended_en>|was at|were at|spoke at) {event}
// parameter: body body | the organisation
// parameter: event event | the event
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: person
// columns: person, title, role, date, article, sentence
MATCH (e:Entity {id: $event})
OPTIONAL MATCH (e)<-[r:SPOKE_AT|ATTENDED]-(p:Entity)
WITH r, p WHERE p.label = 'Person' AND r.status <> 'planned' AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
OPTIONAL MATCH (p)-[m:MEMBER_OF]->(b:Entity)
WITH r, p, m, b WHERE b.id = $body
MATCH (a:Entity {id: r.article})
RETURN DISTINCT p.name AS person, m.title AS title, r.role AS role, r.date AS date, a.source AS article, r.evidence AS sentence
ORDER BY person, title, role, article, sentence
