// title: At which events two names both were
// 标题: 两者共同出席的活动
// example: 仇雨霖和桑知夏一起出席过哪些活动？
// example: Which events did 岑望舒 and 柏景澄 both attend?
// asks: {who}<with>{other}<together>?<attended_zh>过?<which><event_zh>?
// asks: {who}<with>{other}(都|共同)<attended_zh>过?<which><event_zh>?
// asks: <which><event_zh>{who}<with>{other}都<attended_zh>(过|了)?
// asks: (which|what) (events?|meetings?|forums?) (did|have|were) {who} and {other} (both )?(<attend_en>|<attended_en>)( together)?
// parameter: who node | one of the two
// parameter: other node | the other
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: event
// columns: event, date, first, second, article
MATCH (n:Entity {id: $who})
OPTIONAL MATCH (n)-[r:SPOKE_AT|ATTENDED|ORGANIZED|LAUNCHED_AT]->(e:Entity)
WITH n, r, e WHERE e.id IS NOT NULL AND r.status <> 'planned' AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
OPTIONAL MATCH (e)<-[s:SPOKE_AT|ATTENDED|ORGANIZED|LAUNCHED_AT]-(m:Entity)
WITH r, e, s, m WHERE m.id = $other AND s.status <> 'planned'
MATCH (a:Entity {id: r.article})
WITH e, min(r.evidence) AS first, min(s.evidence) AS second, min(a.source) AS article
RETURN e.name AS event, e.date AS date, first, second, article
ORDER BY date DESC, event, e.id
