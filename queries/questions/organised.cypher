// title: What a body organised
// 标题: 某单位主办过哪些活动
// example: 镇江润芷康复器械股份有限公司承办过哪些活动？
// example: Which events did 江苏省民政厅 organise?
// asks: {body}(都)?{hosting}(过|了)?<which><event_zh>
// asks: <which><event_zh>(是|由|是由){body}{hosting}(的)?
// asks: (which|what) (events?|forums?|meetings?) (did|has|have) {body} (organi[sz]ed?|hold|held|host|hosted|{hosting})
// parameter: body node | the organisation
// parameter: hosting hosting = '' | only this role
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: event
// columns: event, role, date, status, places, article, sentence
MATCH (o:Entity {id: $body})
OPTIONAL MATCH (o)-[r:ORGANIZED]->(e:Entity)
WITH r, e WHERE e.id IS NOT NULL AND ($hosting = '' OR r.role CONTAINS $hosting) AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
OPTIONAL MATCH (e)-[:HELD_IN]->(p:Entity)
WITH r, e, collect(DISTINCT p.name) AS places
MATCH (a:Entity {id: r.article})
RETURN e.name AS event, r.role AS role, r.date AS date, r.status AS status, places, a.source AS article, r.evidence AS sentence
ORDER BY date DESC, event, role, article, sentence, r.id
