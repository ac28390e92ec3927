// title: Where an event was held
// 标题: 某活动在哪里举行
// example: 第二届长江下游智慧康养产业发展论坛在哪里举行？
// example: Where was 全院干部会议 held?
// asks: {event}(是)?在(哪里|哪儿|什么地方|何处|哪个(城市|地方|省|市))(举行|举办|召开|开)?(的)?
// asks: {event}(的)?(举办地|地点|会址)(是|在)(哪里|哪儿|哪|什么地方)
// asks: where (was|is|will) {event} (be )?(held|take place|taking place)
// parameter: event event | the event
// counts: place
// columns: place, date, status, article, sentence
MATCH (e:Entity {id: $event})
OPTIONAL MATCH (e)-[r:HELD_IN]->(p:Entity)
WITH r, p WHERE p.id IS NOT NULL
MATCH (a:Entity {id: r.article})
RETURN p.name AS place, r.date AS date, r.status AS status, a.source AS article, r.evidence AS sentence
ORDER BY date, place, article, sentence, r.id
