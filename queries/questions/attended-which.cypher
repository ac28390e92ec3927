// title: At which events somebody was
// 标题: 某人出席过哪些活动
// example: 倪长风参加过哪些活动？
// example: Which events did 苗若谷 attend?
// asks: {who}(都)?<attended_zh>(过|了)?<which><event_zh>
// asks: <which><event_zh>有{who}<attended_zh>
// asks: (which|what) (events?|meetings?|forums?|conferences?) (did|has|have|was|were) {who} (<attend_en>|<attended_en>|at)
// asks: (what|which events) was {who} at
// parameter: who node | who was there
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: event
// columns: event, part, role, date, places, article, sentence
MATCH (s:Entity {id: $who})
OPTIONAL MATCH (s)-[r:SPOKE_AT|ATTENDED|ORGANIZED|LAUNCHED_AT]->(e:Entity)
WITH r, e WHERE e.id IS NOT NULL AND r.status <> 'planned' AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
OPTIONAL MATCH (e)-[:HELD_IN]->(p:Entity)
WITH r, e, collect(DISTINCT p.name) AS places
MATCH (a:Entity {id: r.article})
RETURN e.name AS event, type(r) AS part, r.role AS role, r.date AS date, places, a.source AS article, r.evidence AS sentence
ORDER BY date DESC, event, part, role, article, sentence, r.id
