// title: Who took part in events together with somebody
// 标题: 谁和某人一起出席过活动
// example: 谁和仇雨霖一起出席过活动？
// example: Who attended events with 桑知夏?
// asks: {who}<with><whom_zh><together>?<attended_zh>过?<which>?<event_zh>?
// asks: <whom_zh><with>{who}<together>?(<attended_zh>过?|在)<which>?(<event_zh>|同台|露面|出现)?过?
// asks: <whom_zh><with>{who}(是)?(同台|一起露面|同场)过?
// asks: (who|which people) (<attended_en>|was at|were at) (the same )?(events?|meetings?|forums?)? ?(together )?(with|as) {who}
// asks: who (has )?met {who} at events?
// parameter: who node | the person or body
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: person
// columns: person, event, date, article, sentence
MATCH (n:Entity {id: $who})
OPTIONAL MATCH (n)-[o:SPOKE_AT|ATTENDED|ORGANIZED|LAUNCHED_AT]->(e:Entity)
WITH DISTINCT n, e WHERE e.id IS NOT NULL
OPTIONAL MATCH (e)<-[r:SPOKE_AT|ATTENDED]-(m:Entity)
WITH n, e, r, m WHERE m.label = 'Person' AND m.id <> n.id AND r.status <> 'planned' AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
MATCH (a:Entity {id: r.article})
RETURN m.name AS person, e.name AS event, r.date AS date, a.source AS article, r.evidence AS sentence
ORDER BY date DESC, event, person, article, sentence, r.id
