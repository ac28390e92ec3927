// title: Where somebody spoke
// 标题: 某人在哪些活动上发言
// example: 岑望舒在哪些活动上讲过话？
// example: Where did 桑知夏 speak?
// asks: {who}(在|于)<which><event_zh>(上|中)?(曾)?{role}(过|了)?
// asks: {who}{role}(过|了)?<which><event_zh>
// asks: {who}(都)?在(哪里|哪儿|什么地方){role}(过|了)?
// asks: (where|at which events|at what events) (did|has|have) {who} (speak|spoken|{role})
// asks: (which|what) (events|forums|meetings) did {who} {role}
// parameter: who node | who spoke
// parameter: role role = '' | only this way of speaking
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: event
// columns: event, role, date, status, places, article, sentence
MATCH (s:Entity {id: $who})
OPTIONAL MATCH (s)-[r:SPOKE_AT]->(e:Entity)
WITH r, e WHERE e.id IS NOT NULL AND ($role = '' OR r.role CONTAINS $role) AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
OPTIONAL MATCH (e)-[:HELD_IN]->(p:Entity)
WITH r, e, collect(DISTINCT p.name) AS places
MATCH (a:Entity {id: r.article})
RETURN e.name AS event, r.role AS role, r.date AS date, r.status AS status, places, a.source AS article, r.evidence AS sentence
ORDER BY date DESC, event, role, article, sentence, r.id
