// title: What was held in a region
// 标题: 某地举行过哪些活动
// example: 江苏省举办过哪些活动？
// example: Which events were held in 芜湖市?
// asks: {region}(都)?(举行|举办|召开|开)(过|了)?<which><event_zh>
// asks: <which><event_zh>(是)?在{region}(举行|举办|召开)(过|了|的)?
// asks: 在{region}(都)?(举行|举办|召开)(过|了)?<which><event_zh>
// asks: {region}有(过)?<which><event_zh>
// asks: (which|what) (events?|forums?|meetings?|conferences?) (were|was|have been|took) (held|place|organi[sz]ed) in {region}
// parameter: region region | the region; those inside it count too
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: event
// columns: event, place, date, status, article, sentence
UNWIND $region AS id
MATCH (p:Entity {id: id})
OPTIONAL MATCH (p)<-[r:HELD_IN]-(e:Entity)
WITH p, r, e WHERE e.id IS NOT NULL AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
MATCH (a:Entity {id: r.article})
RETURN e.name AS event, p.name AS place, r.date AS date, r.status AS status, a.source AS article, r.evidence AS sentence
ORDER BY date DESC, event, place, article, sentence, r.id
