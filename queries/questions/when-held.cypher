// title: When an event was held
// 标题: 某活动什么时候举行
// example: 桑知夏会见银桥集团董事长仇雨霖一行是什么时候？
// example: When was 媒体沟通会 held?
// asks: {event}(是)?(在)?(什么时候|何时|哪天|哪一天|哪年|几时|什么时间|几月几号?)(举行|举办|召开|开)?(的)?
// asks: {event}(的)?(时间|日期|举办时间)(是)?(什么时候|哪天|何时)?
// asks: when (was|is|will|did) {event} (be )?(held|take place|taking place|happen)
// parameter: event event | the event
// counts: date
// columns: event, date, article, sentence
MATCH (e:Entity {id: $event})
OPTIONAL MATCH (e)-[r:SPOKE_AT|ATTENDED|ORGANIZED|LAUNCHED_AT|HELD_IN]-(m:Entity)
WITH e, r WHERE r.date <> ''
MATCH (a:Entity {id: r.article})
WITH e, r.date AS date, a.source AS article, min(r.evidence) AS sentence
RETURN e.name AS event, date, article, sentence
ORDER BY date, article
