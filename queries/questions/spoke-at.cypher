// title: Who spoke at an event
// 标题: 谁在某活动上发言
// example: 谁在第二届长江下游智慧康养产业发展论坛上致辞？
// example: 谁主持了第二届长江下游智慧康养产业发展论坛？
// example: Who spoke at 第二届长江下游智慧康养产业发展论坛?
// asks: <whom_zh>(在|于){event}(上|中|期间)?(曾)?{role}(过|了)?
// asks: <whom_zh>{role}(过|了)?{event}
// asks: {event}(上|中|期间)?(都|的)?(有)?<whom_zh>{role}(过|了)?
// asks: {event}(的)?{role}(人|者|嘉宾)(是|有)<whom_zh>
// asks: {event}(由|是由)?<whom_zh>{role}(的)?
// asks: who (spoke|gave a speech|gave speeches|{role}) at {event}
// asks: who {role} {event}
// asks: who were the speakers (at|of) {event}
// parameter: event event | the event
// parameter: role role = '' | only this way of speaking
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: speaker
// columns: speaker, role, posts, date, status, article, sentence
MATCH (e:Entity {id: $event})
OPTIONAL MATCH (e)<-[r:SPOKE_AT]-(s:Entity)
WITH r, s WHERE s.id IS NOT NULL AND ($role = '' OR r.role CONTAINS $role) AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
OPTIONAL MATCH (s)-[m:MEMBER_OF]->(o:Entity) WHERE m.article = r.article
WITH r, s, collect(DISTINCT o.name + m.title) AS posts
MATCH (a:Entity {id: r.article})
RETURN s.name AS speaker, r.role AS role, posts, r.date AS date, r.status AS status, a.source AS article, r.evidence AS sentence
ORDER BY status, role, speaker, article, sentence, r.id
