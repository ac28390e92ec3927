// title: What was founded at an event
// 标题: 某活动上成立了什么
// example: 第二届长江下游智慧康养产业发展论坛上揭牌了哪些机构？
// asks: {event}(上|期间)?(成立|揭牌|启动|设立)了?(<which>|谁)(单位|机构|中心|组织)?
// asks: <which>(单位|机构|组织)(是)?在{event}(上)?(成立|揭牌|启动)(的)?
// asks: what was (founded|launched|unveiled|inaugurated) at {event}
// parameter: event event | the event
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: body
// columns: body, kind, date, article, sentence
MATCH (e:Entity {id: $event})
OPTIONAL MATCH (e)<-[r:LAUNCHED_AT]-(b:Entity)
WITH r, b WHERE b.id IS NOT NULL AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
MATCH (a:Entity {id: r.article})
RETURN b.name AS body, b.label AS kind, r.date AS date, a.source AS article, r.evidence AS sentence
ORDER BY body, date, article, sentence, r.id
