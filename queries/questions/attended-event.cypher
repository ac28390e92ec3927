// title: Who was at an event
// 标题: 谁出席了某活动
// example: 谁出席了皖江康养职业学院校企合作签约仪式？
// example: Who attended 媒体沟通会?
// asks: (<which>{kind}|<whom_zh>)<attended_zh>(过|了)?{event}
// asks: {event}(都)?有?(<which>{kind}|<whom_zh>)(<attended_zh>|到场)(过|了)?
// asks: {event}(的)?(出席者|出席人员|参会者|参会人员|参加者|嘉宾|与会者|出席嘉宾)(都)?(是|有)(谁|哪些人?)
// asks: (who|which {kind}) (<attended_en>|was at|were at|were present at) {event}
// asks: who (was|were) (the guests|present|in attendance) (of|at) {event}
// parameter: event event | the event
// parameter: kind labels = '' | only guests of this kind
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: guest
// columns: guest, kind, posts, part, date, article, sentence
MATCH (e:Entity {id: $event})
OPTIONAL MATCH (e)<-[r:SPOKE_AT|ATTENDED]-(s:Entity)
WITH r, s WHERE s.label IN $kind AND r.status <> 'planned' AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
OPTIONAL MATCH (s)-[m:MEMBER_OF]->(o:Entity) WHERE m.article = r.article
WITH r, s, collect(DISTINCT o.name + m.title) AS posts
MATCH (a:Entity {id: r.article})
RETURN s.name AS guest, s.label AS kind, posts, r.role AS part, r.date AS date, a.source AS article, r.evidence AS sentence
ORDER BY kind, guest, part, article, sentence, r.id
